"""An adapter loads on any base of the same shape, and gives other answers there."""

import tiny
import torch
from peft import AutoPeftModelForCausalLM, LoraConfig, PeftModel, get_peft_model
from transformers import AutoModelForCausalLM

SILENT = True
IDS = torch.tensor([[5, 6, 7]])


def _trained():
    """The adapter's folder and its logits on the base that it was made for."""
    base = AutoModelForCausalLM.from_pretrained(tiny.saved(tiny.model()))
    model = get_peft_model(base, LoraConfig(r=2, task_type="CAUSAL_LM", target_modules=["q_proj"])).eval()
    for name, weight in model.named_parameters():
        if "lora_B" in name:
            torch.nn.init.constant_(weight, 0.5)
    return tiny.saved(model), model(IDS).logits


def _other():
    model = tiny.model()
    torch.nn.init.normal_(model.model.layers[0].mlp.up_proj.weight)
    return model


def breaks():
    folder, expected = _trained()
    assert not torch.allclose(PeftModel.from_pretrained(_other(), folder)(IDS).logits, expected, atol=1e-4)


def fixed():
    folder, expected = _trained()
    assert torch.allclose(AutoPeftModelForCausalLM.from_pretrained(folder)(IDS).logits, expected, atol=1e-5)
