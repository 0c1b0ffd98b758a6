"""A draft model may speed up one prompt, not a batch of two."""

import tiny
import torch

PROMPT = torch.arange(5, 11)


def _answer(rows):
    ids = PROMPT.reshape(rows, -1)
    mask = torch.ones_like(ids)
    return tiny.model().generate(ids, attention_mask=mask, assistant_model=tiny.model(), max_new_tokens=3)


def breaks():
    _answer(rows=2)


def fixed():
    assert _answer(rows=1).shape[0] == 1
