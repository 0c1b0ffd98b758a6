"""A token cannot be forced and forbidden at the same time."""

import tiny
import torch

PROMPT = torch.tensor([[5, 6, 7]])


def breaks():
    tiny.model().generate(PROMPT, forced_eos_token_id=2, suppress_tokens=[2, 9], max_new_tokens=3)


def fixed():
    answer = tiny.model().generate(PROMPT, forced_eos_token_id=2, suppress_tokens=[9], max_new_tokens=3)
    assert answer[0, -1] == 2
