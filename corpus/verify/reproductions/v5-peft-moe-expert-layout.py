"""target_modules no longer reaches the experts; target_parameters does."""

import tiny
from peft import LoraConfig, get_peft_model

SILENT = True
RELEASES = ">=5"


def _trained(**targets):
    small = {"moe_intermediate_size": 8, "shared_expert_intermediate_size": 8, "num_experts": 4}
    model = get_peft_model(tiny.model("qwen2_moe", **small, num_experts_per_tok=2), LoraConfig(r=2, **targets))
    return [name for name, _ in model.named_parameters() if "lora_" in name]


def breaks():
    assert not any(".experts." in name for name in _trained(target_modules=["gate_proj", "up_proj", "down_proj"]))


def fixed():
    parts = ["mlp.experts.gate_up_proj", "mlp.experts.down_proj"]
    assert any(".experts." in name for name in _trained(target_modules=["q_proj"], target_parameters=parts))
