"""An end token on ``model.config`` does not end generation; on ``model.generation_config`` it does."""

import tiny
import torch

SILENT = True
PROMPT = torch.tensor([[5, 6, 7]])


def _lengths(where):
    model = tiny.model()
    free = model.generate(PROMPT, max_new_tokens=8, min_new_tokens=8)
    getattr(model, where).eos_token_id = free[0, 3].item()
    return free.shape[1], model.generate(PROMPT, max_new_tokens=8).shape[1]


def breaks():
    assert _lengths("config") == (11, 11)


def fixed():
    assert _lengths("generation_config") == (11, 4)
