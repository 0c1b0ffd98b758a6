"""Greedy decoding knows one answer only."""

import tiny
import torch

PROMPT = torch.tensor([[5, 6, 7]])


def breaks():
    tiny.model().generate(PROMPT, num_return_sequences=3, max_new_tokens=3)


def fixed():
    assert len(tiny.model().generate(PROMPT, num_return_sequences=3, do_sample=True, max_new_tokens=3)) == 3
    assert len(tiny.model().generate(PROMPT, num_return_sequences=3, num_beams=4, max_new_tokens=3)) == 3
