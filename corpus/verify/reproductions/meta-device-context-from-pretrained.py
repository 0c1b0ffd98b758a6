"""from_pretrained wants to read weights, the meta device holds none."""

import tiny
import torch
from transformers import AutoConfig, AutoModelForCausalLM


def breaks():
    folder = tiny.saved(tiny.model())
    with torch.device("meta"):
        AutoModelForCausalLM.from_pretrained(folder)


def fixed():
    folder = tiny.saved(tiny.model())
    config = AutoConfig.from_pretrained(folder)
    with torch.device("meta"):
        shell = AutoModelForCausalLM.from_config(config)
    model = AutoModelForCausalLM.from_pretrained(folder)
    assert shell.device.type == "meta"
    assert model.device.type == "cpu"
    assert shell.num_parameters() == model.num_parameters()
