"""get_peft_model puts its layers into the base itself."""

import tiny
from peft import LoraConfig, get_peft_model

SILENT = True


def _has_lora(model):
    return any("lora_" in name for name, _ in model.named_parameters())


def breaks():
    base = tiny.model()
    get_peft_model(base, LoraConfig(r=2, target_modules=["q_proj"]))
    assert _has_lora(base)


def fixed():
    model = get_peft_model(tiny.model(), LoraConfig(r=2, target_modules=["q_proj"]))
    assert not _has_lora(model.unload())
