"""Five tokens for a Longformer whose window is eight."""

import tiny
import torch

IDS = torch.tensor([[1, 5, 6, 7, 2]])


def longformer():
    shape = {"hidden_size": 32, "intermediate_size": 64, "num_hidden_layers": 2, "num_attention_heads": 4}
    limits = {"vocab_size": 420, "max_position_embeddings": 64, "attention_window": 8}
    return tiny.model("longformer", "AutoModel", pad_token_id=3, **shape, **limits)


def padded():
    ids = torch.cat([IDS, torch.full((1, 3), 3)], dim=1)
    return longformer()(ids, attention_mask=(ids != 3).long()).last_hidden_state


def breaks():
    alone = longformer()(IDS, attention_mask=torch.ones_like(IDS)).last_hidden_state
    assert torch.allclose(padded()[:, :5], alone, atol=1e-5)


def fixed():
    assert padded().shape == (1, 8, 32)
