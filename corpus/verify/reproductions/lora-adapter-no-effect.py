"""A second adapter is loaded, but not selected."""

import tiny
import torch
from peft import LoraConfig, PeftModel, get_peft_model

SILENT = True
IDS = torch.tensor([[5, 6, 7]])


def _adapter(value):
    model = get_peft_model(tiny.model(), LoraConfig(r=2, target_modules=["q_proj"]))
    for name, weight in model.named_parameters():
        if "lora_B" in name:
            torch.nn.init.constant_(weight, value)
    return tiny.saved(model)


def _with_two():
    model = PeftModel.from_pretrained(tiny.model(), _adapter(0.0)).eval()
    model.load_adapter(_adapter(0.5), adapter_name="b")
    return model


def breaks():
    model = _with_two()
    with model.disable_adapter():
        plain = model(IDS).logits
    assert torch.equal(model(IDS).logits, plain)


def fixed():
    model = _with_two()
    model.set_adapter("b")
    with model.disable_adapter():
        plain = model(IDS).logits
    assert not torch.equal(model(IDS).logits, plain)
