"""``use_cache=False`` of the training stays in config.json; without a generation_config.json generation obeys it."""

from pathlib import Path

import tiny
import torch
from transformers import AutoModelForCausalLM

SILENT = True
PROMPT = torch.tensor([[5, 6, 7]])


def _steps(model):
    """How many positions the model computes at each step."""
    lengths = []

    def note(_, positional, named):
        lengths.append((positional[0] if positional else named["hidden_states"]).shape[1])

    model.model.layers[0].register_forward_pre_hook(note, with_kwargs=True)
    model.generate(PROMPT, max_new_tokens=4, min_new_tokens=4)
    return lengths


def _trained():
    model = tiny.model()
    model.config.use_cache = False
    folder = tiny.saved(model)
    (Path(folder) / "generation_config.json").unlink(missing_ok=True)
    return AutoModelForCausalLM.from_pretrained(folder)


def breaks():
    assert _steps(_trained()) == [3, 4, 5, 6]


def fixed():
    model = _trained()
    model.config.use_cache = model.generation_config.use_cache = True
    assert _steps(model) == [3, 1, 1, 1]
