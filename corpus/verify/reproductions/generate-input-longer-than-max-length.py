"""``max_length`` counts the prompt, too: a prompt of that length leaves no room."""

import tiny
import torch

PROMPT = torch.full((1, 20), 7)


def breaks():
    tiny.model().generate(PROMPT, max_length=20)


def fixed():
    assert tiny.model().generate(PROMPT, max_new_tokens=5, min_new_tokens=5).shape[1] == 25
