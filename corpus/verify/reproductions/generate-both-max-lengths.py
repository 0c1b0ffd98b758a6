"""Two limits in one call: the one that counts new tokens is used, and the library says so."""

import tiny
import torch

PROMPT = torch.tensor([[5, 6, 7]])


def breaks():
    tiny.model().generate(PROMPT, max_new_tokens=3, max_length=50)


def fixed():
    assert tiny.model().generate(PROMPT, max_new_tokens=3, min_new_tokens=3).shape[1] == 6
