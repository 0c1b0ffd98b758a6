"""A script made for CUDA runs where torch has another kind of device."""

import tiny
import torch
from transformers import AutoModelForCausalLM


def _loaded(place):
    return AutoModelForCausalLM.from_pretrained(tiny.saved(tiny.model()), device_map={"": place})


def breaks():
    tiny.model().to("cuda")


def fixed():
    device = "npu:0" if hasattr(torch, "npu") else "cpu"
    assert str(_loaded(device).device) == device
