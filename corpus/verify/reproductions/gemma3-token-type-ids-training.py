"""Gemma 3 with vision tower is trained on text; 5.0 asks for token_type_ids."""

import torch
from transformers import Gemma3Config, Gemma3ForConditionalGeneration

RELEASES = ">=4.57"
TEXT = {
    "vocab_size": 120, "hidden_size": 32, "intermediate_size": 64, "num_hidden_layers": 2, "num_attention_heads": 4,
    "num_key_value_heads": 2, "head_dim": 8, "max_position_embeddings": 64, "sliding_window": 16,
}  # fmt: skip
VISION = {
    "hidden_size": 32, "intermediate_size": 64, "num_hidden_layers": 1, "num_attention_heads": 4,
    "image_size": 32, "patch_size": 8,
}  # fmt: skip


def _loss(**more):
    torch.manual_seed(0)
    config = Gemma3Config(text_config=TEXT, vision_config=VISION, mm_tokens_per_image=4, image_token_index=110)
    model = Gemma3ForConditionalGeneration(config).train()
    ids = torch.tensor([[2, 5, 6, 7]])
    return model(input_ids=ids, attention_mask=torch.ones_like(ids), labels=ids, **more).loss


def breaks():
    _loss()


def fixed():
    assert _loss(token_type_ids=torch.zeros(1, 4, dtype=torch.long)) > 0
