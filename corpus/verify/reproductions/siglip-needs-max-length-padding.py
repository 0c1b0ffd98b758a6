"""The same text gives another vector when it is filled up: nothing hides the padding from the model."""

import torch
from transformers import SiglipTextConfig, SiglipTextModel

SILENT = True
TEXT = [5, 6, 7, 3]


def _vectors(lengths):
    torch.manual_seed(0)
    config = SiglipTextConfig(
        vocab_size=100, hidden_size=32, intermediate_size=64, num_hidden_layers=2, num_attention_heads=4,
        max_position_embeddings=16, pad_token_id=1, bos_token_id=2, eos_token_id=3,
    )  # fmt: skip
    model = SiglipTextModel(config).eval()
    rows = [torch.tensor([TEXT + [1] * (length - len(TEXT))]) for length in lengths]
    return [model(row).pooler_output for row in rows]


def breaks():
    alone, beside_a_longer_one = _vectors((4, 9))
    assert (alone - beside_a_longer_one).abs().max() > 0.1


def fixed():
    alone, beside_a_longer_one = _vectors((16, 16))
    assert (alone - beside_a_longer_one).abs().max() < 1e-5
