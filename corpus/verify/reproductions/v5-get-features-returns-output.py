"""CLIP's get_text_features returns an output object in v5, a tensor before."""

import torch
from transformers import CLIPConfig, CLIPModel

SILENT = True
SIDE = {"hidden_size": 32, "intermediate_size": 64, "num_hidden_layers": 2, "num_attention_heads": 4}


def _features():
    text = {**SIDE, "vocab_size": 99, "bos_token_id": 1, "eos_token_id": 2, "max_position_embeddings": 16}
    vision = {**SIDE, "image_size": 32, "patch_size": 16}
    model = CLIPModel(CLIPConfig(text_config=text, vision_config=vision, projection_dim=16)).eval()
    with torch.no_grad():
        return model.get_text_features(input_ids=torch.tensor([[1, 5, 6, 2]]))


def breaks():
    assert not isinstance(_features(), torch.Tensor)


def fixed():
    features = _features()
    features = features if isinstance(features, torch.Tensor) else features.pooler_output
    assert features.norm(dim=-1).shape == (1,) and features.shape[-1] == 16
