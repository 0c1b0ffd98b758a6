"""A LoRA folder has no weights of the base, and loads nevertheless."""

from pathlib import Path

import tiny
import torch
from peft import LoraConfig, get_peft_model
from transformers import AutoModelForCausalLM

SILENT = True
IDS = torch.tensor([[5, 6, 7]])


def _trained():
    base = AutoModelForCausalLM.from_pretrained(tiny.saved(tiny.model()))
    model = get_peft_model(base, LoraConfig(r=2, task_type="CAUSAL_LM", target_modules=["q_proj"])).eval()
    for name, weight in model.named_parameters():
        if "lora_B" in name:
            torch.nn.init.constant_(weight, 0.5)
    return model


def breaks():
    names = {path.name for path in Path(tiny.saved(_trained())).iterdir()}
    assert "adapter_model.safetensors" in names
    assert not names & {"config.json", "model.safetensors"}


def fixed():
    model = _trained()
    again = AutoModelForCausalLM.from_pretrained(tiny.saved(model))
    assert torch.allclose(again(IDS).logits, model(IDS).logits, atol=1e-5)
