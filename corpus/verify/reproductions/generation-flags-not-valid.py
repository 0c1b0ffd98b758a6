"""A temperature without sampling does nothing, and a configuration of that kind cannot be saved."""

import tiny
import torch

PROMPT = torch.tensor([[5, 6, 7]])


def _model():
    model = tiny.model()
    model.generation_config.temperature = 0.5
    return model


def breaks():
    model = _model()
    model.generate(PROMPT, max_new_tokens=3)
    tiny.saved(model)


def fixed():
    model = _model()
    model.generation_config.temperature = None
    assert model.generate(PROMPT, do_sample=False, max_new_tokens=3).shape[0] == 1
    assert tiny.saved(model)
    model = _model()
    model.generation_config.do_sample = True
    assert tiny.saved(model)
