"""An adapter whose keys have the prefix of another class: its numbers go nowhere."""

import shutil
import tempfile

import tiny
import torch
from peft import LoraConfig, PeftModel, get_peft_model
from safetensors.torch import load_file, save_file


def _renamed(folder, old, new):
    copy = shutil.copytree(folder, tempfile.mkdtemp(), dirs_exist_ok=True)
    path = f"{copy}/adapter_model.safetensors"
    tensors = {name.replace(old, new): tensor for name, tensor in load_file(path).items()}
    save_file(tensors, path, metadata={"format": "pt"})
    return copy


def _adapter():
    model = get_peft_model(tiny.model(), LoraConfig(r=2, target_modules=["q_proj"]))
    for name, weight in model.named_parameters():
        if "lora_B" in name:
            torch.nn.init.constant_(weight, 0.5)
    return _renamed(tiny.saved(model), "model.layers", "model.language_model.layers")


def _loaded(folder):
    model = PeftModel.from_pretrained(tiny.model(), folder)
    return sum(weight.abs().sum().item() for name, weight in model.named_parameters() if "lora_B" in name)


def breaks():
    assert _loaded(_adapter()) == 0


def fixed():
    assert _loaded(_renamed(_adapter(), "model.language_model.layers", "model.layers")) > 0
