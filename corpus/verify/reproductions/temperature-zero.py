"""Temperature 0 would divide by zero; greedy decoding is the setting that is meant."""

import tiny
import torch

PROMPT = torch.tensor([[5, 6, 7]])


def breaks():
    tiny.model().generate(PROMPT, do_sample=True, temperature=0.0, max_new_tokens=3)


def fixed():
    model = tiny.model()
    first, second = (model.generate(PROMPT, do_sample=False, max_new_tokens=3).tolist() for _ in range(2))
    assert first == second
