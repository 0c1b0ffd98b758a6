"""A device map leaves layers in memory and on the disk."""

import tempfile

import tiny
import torch
from transformers import AutoModelForCausalLM

PARTS = ("model.embed_tokens", "model.layers.0", "model.layers.1", "model.norm", "model.rotary_emb", "lm_head")


def _placed(**places):
    folder = tiny.saved(tiny.model())
    chosen = dict.fromkeys(PARTS, "cpu") | places
    return AutoModelForCausalLM.from_pretrained(folder, device_map=chosen, offload_folder=tempfile.mkdtemp())


def breaks():
    _placed(**{"model.layers.0": "disk"})


def fixed():
    model = AutoModelForCausalLM.from_pretrained(tiny.saved(tiny.model()), device_map={"": "cpu"})
    assert {str(parameter.device) for parameter in model.parameters()} == {"cpu"}
    assert model.generate(torch.tensor([[5, 6, 7]]), max_new_tokens=3).shape[0] == 1
