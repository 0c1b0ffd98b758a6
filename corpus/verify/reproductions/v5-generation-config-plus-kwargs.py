"""Since v5 the settings come in one object or as arguments, not as both."""

import copy

import tiny
import torch

PROMPT = torch.tensor([[5, 6, 7]])


def breaks():
    model = tiny.model()
    model.generate(PROMPT, generation_config=copy.deepcopy(model.generation_config), max_new_tokens=3)


def fixed():
    model = tiny.model()
    settings = copy.deepcopy(model.generation_config)
    settings.max_new_tokens = settings.min_new_tokens = 3
    assert model.generate(PROMPT, generation_config=settings).shape[1] == 6
