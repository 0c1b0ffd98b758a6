"""A transformers that asks for a newer PEFT than the one of its weeks."""

import tiny
from peft import LoraConfig, get_peft_model

RELEASES = ">=5.24"


def breaks():
    tiny.model().add_adapter(LoraConfig(r=2, target_modules=["q_proj"]))


def fixed():
    model = get_peft_model(tiny.model(), LoraConfig(r=2, target_modules=["q_proj"]))
    assert any("lora_A" in name for name, _ in model.named_parameters())
