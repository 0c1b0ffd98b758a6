"""merge_and_unload() returns the merged model; the PeftModel saves an adapter as before."""

from pathlib import Path

import tiny
import torch
from peft import LoraConfig, get_peft_model
from transformers import AutoModelForCausalLM

SILENT = True


def _trained():
    model = get_peft_model(tiny.model(), LoraConfig(r=2, target_modules=["q_proj"])).eval()
    for name, weight in model.named_parameters():
        if "lora_B" in name:
            torch.nn.init.constant_(weight, 0.5)
    return model


def breaks():
    model = _trained()
    model.merge_and_unload()
    folder = Path(tiny.saved(model))
    assert (folder / "adapter_config.json").exists()
    assert not (folder / "model.safetensors").exists()


def fixed():
    ids = torch.tensor([[5, 6, 7]])
    model = _trained()
    expected = model(ids).logits
    folder = tiny.saved(model.merge_and_unload())
    assert not Path(folder, "adapter_config.json").exists()
    assert torch.allclose(AutoModelForCausalLM.from_pretrained(folder)(ids).logits, expected, atol=1e-5)
