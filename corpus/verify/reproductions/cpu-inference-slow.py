"""A checkpoint of 16 bit stays 16 bit, also where the processor can only emulate it."""

import tiny
import torch
from transformers import AutoModelForCausalLM

SILENT = True
RELEASES = ">=5"


def _dtype(**arguments):
    folder = tiny.saved(tiny.model().to(torch.bfloat16))
    return AutoModelForCausalLM.from_pretrained(folder, **arguments).dtype


def breaks():
    assert _dtype() == torch.bfloat16


def fixed():
    assert _dtype(dtype=torch.float32) == torch.float32
