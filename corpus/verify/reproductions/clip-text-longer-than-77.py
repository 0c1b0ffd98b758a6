"""Thirty tokens for a CLIP with sixteen positions."""

import torch
from transformers import CLIPConfig, CLIPModel

RELEASES = ">=4.57"
SHAPE = {"hidden_size": 16, "intermediate_size": 32, "num_hidden_layers": 1, "num_attention_heads": 2}


def clip():
    text = {"vocab_size": 100, "max_position_embeddings": 16, "bos_token_id": 1, "eos_token_id": 2, **SHAPE}
    vision = {"image_size": 16, "patch_size": 8, **SHAPE}
    return CLIPModel(CLIPConfig(text_config=text, vision_config=vision, projection_dim=8)).eval()


def breaks():
    clip().get_text_features(input_ids=torch.ones(1, 30, dtype=torch.long))


def fixed():
    features = clip().get_text_features(input_ids=torch.ones(1, 30, dtype=torch.long)[:, :16])
    assert getattr(features, "pooler_output", features).shape == (1, 8)
