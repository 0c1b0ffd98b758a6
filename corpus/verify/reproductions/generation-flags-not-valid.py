"""A temperature without sampling does nothing, and the library says so."""

import tiny
import torch

PROMPT = torch.tensor([[5, 6, 7]])


def breaks():
    tiny.model().generate(PROMPT, temperature=0.5, max_new_tokens=3)


def fixed():
    model = tiny.model()
    model.generation_config.temperature = 0.5
    greedy = model.generate(PROMPT, do_sample=False, temperature=None, max_new_tokens=3)
    model.generation_config.do_sample = True
    assert greedy.shape[0] == 1
    assert tiny.saved(model)
