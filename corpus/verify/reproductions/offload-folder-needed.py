"""Weights in an old file that are mapped to the disk have to be written again somewhere."""

import tempfile
from pathlib import Path

import tiny
import torch
from transformers import AutoModelForCausalLM

PARTS = ("model.embed_tokens", "model.layers.0", "model.norm", "model.rotary_emb", "lm_head")


def loaded(**arguments):
    model = tiny.model()
    folder = tiny.saved(model)
    Path(folder, "model.safetensors").unlink()
    torch.save(model.state_dict(), Path(folder, "pytorch_model.bin"))
    device_map = {"model.layers.1": "disk"} | dict.fromkeys(PARTS, "cpu")
    return AutoModelForCausalLM.from_pretrained(folder, device_map=device_map, **arguments)


def breaks():
    loaded()


def fixed():
    model = loaded(offload_folder=tempfile.mkdtemp())
    assert model.hf_device_map["model.layers.1"] == "disk"
    assert model(torch.tensor([[5, 6, 7]])).logits.shape == (1, 3, 420)
