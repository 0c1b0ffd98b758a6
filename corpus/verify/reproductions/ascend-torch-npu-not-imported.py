"""The device of an extension of torch that is not there."""

import tiny
import torch
from transformers import AutoModelForCausalLM


def _loaded(place):
    return AutoModelForCausalLM.from_pretrained(tiny.saved(tiny.model()), device_map=place)


def breaks():
    _loaded("npu:0")


def fixed():
    device = "npu:0" if hasattr(torch, "npu") else "cpu"
    assert str(_loaded({"": device}).device) == device
