"""An old state dict still holds a constant that newer releases compute."""

import tiny
import torch


def _old(model):
    return {**model.state_dict(), "embeddings.position_ids": torch.arange(64)[None]}


def breaks():
    model = tiny.model("bert", "AutoModel")
    model.load_state_dict(_old(model))


def fixed():
    model = tiny.model("bert", "AutoModel")
    ends = ("position_ids", "masked_bias", "rotary_emb.inv_freq")
    kept = {name: tensor for name, tensor in _old(model).items() if not name.endswith(ends)}
    result = model.load_state_dict(kept)
    assert not result.missing_keys
    assert not result.unexpected_keys
