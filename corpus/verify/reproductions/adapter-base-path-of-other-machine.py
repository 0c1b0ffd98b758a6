"""adapter_config.json names a path that exists on the training machine only."""

import json
from pathlib import Path

import tiny
from peft import AutoPeftModelForCausalLM, LoraConfig, PeftModel, get_peft_model


def _adapter():
    model = get_peft_model(tiny.model(), LoraConfig(r=2, task_type="CAUSAL_LM", target_modules=["q_proj"]))
    path = Path(tiny.saved(model), "adapter_config.json")
    moved = {"base_model_name_or_path": "/root/autodl-tmp/models/Qwen2.5-7B-Instruct"}
    path.write_text(json.dumps(json.loads(path.read_text()) | moved))
    return str(path.parent)


def breaks():
    AutoPeftModelForCausalLM.from_pretrained(_adapter())


def fixed():
    model = PeftModel.from_pretrained(tiny.model(), _adapter())
    assert any("lora_A" in name for name, _ in model.named_parameters())
