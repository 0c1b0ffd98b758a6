"""Only the eager attention hands out its weights."""

import tiny
import torch

IDS = torch.arange(5, 11)[None]


def weights(kind):
    model = tiny.model(attn_implementation=kind)
    with torch.inference_mode():
        return model(IDS, output_attentions=True).attentions


def breaks():
    weights("sdpa")


def fixed():
    attentions = weights("eager")
    assert len(attentions) == 2
    assert attentions[0].shape == (1, 4, 6, 6)
