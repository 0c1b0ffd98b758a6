"""Saving an adapter whose base cannot be looked at any more."""

import os

os.environ["HF_HUB_OFFLINE"] = "1"

import shutil

import tiny
from peft import LoraConfig, get_peft_model
from safetensors.torch import load_file
from transformers import AutoModelForCausalLM

BARE = True


def _saved(**arguments):
    folder = tiny.saved(tiny.model())
    model = get_peft_model(AutoModelForCausalLM.from_pretrained(folder), LoraConfig(r=2, target_modules=["q_proj"]))
    shutil.rmtree(folder)
    return load_file(tiny.saved(model, **arguments) + "/adapter_model.safetensors")


def breaks():
    _saved()


def fixed():
    assert any("embed_tokens" in name for name in _saved(save_embedding_layers=True))
