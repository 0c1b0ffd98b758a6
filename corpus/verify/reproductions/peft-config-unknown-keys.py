"""An adapter_config.json with an option that only a newer PEFT knows."""

import dataclasses
import json
from pathlib import Path

import tiny
from peft import LoraConfig, PeftModel, get_peft_model


def _adapter():
    folder = Path(tiny.saved(get_peft_model(tiny.model(), LoraConfig(r=2, target_modules=["q_proj"]))))
    path = folder / "adapter_config.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"option_of_next_year": None}))
    return path


def breaks():
    PeftModel.from_pretrained(tiny.model(), str(_adapter().parent))


def fixed():
    path = _adapter()
    known = {field.name for field in dataclasses.fields(LoraConfig)}
    kept = {key: value for key, value in json.loads(path.read_text()).items() if key in known}
    path.write_text(json.dumps(kept))
    model = PeftModel.from_pretrained(tiny.model(), str(path.parent))
    assert any("lora_A" in name for name, _ in model.named_parameters())
