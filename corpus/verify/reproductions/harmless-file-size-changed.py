"""The file holds the dtype that the model has while saving: half precision is half the size."""

from pathlib import Path

import tiny
import torch
from transformers import AutoModelForCausalLM

SILENT = True


def _size(model):
    return Path(tiny.saved(model), "model.safetensors").stat().st_size


def breaks():
    half = tiny.model().to(torch.bfloat16)
    full = AutoModelForCausalLM.from_pretrained(tiny.saved(half), torch_dtype=torch.float32)
    assert _size(full) > 1.8 * _size(half)


def fixed():
    half = tiny.model().to(torch.bfloat16)
    same = AutoModelForCausalLM.from_pretrained(tiny.saved(half), torch_dtype="auto")
    assert same.dtype == torch.bfloat16
    assert _size(same) == _size(half)
