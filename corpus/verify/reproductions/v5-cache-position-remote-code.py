"""A remote model whose forward names cache_position gets a notice; without the name there is none."""

import json
from pathlib import Path

import tiny
import torch
from transformers import AutoModelForCausalLM

CODE = """
from transformers import LlamaConfig, LlamaForCausalLM

class OwnConfig(LlamaConfig):
    model_type = "own"

class Own(LlamaForCausalLM):
    config_class = OwnConfig

    def forward(self, input_ids=None, {extra}**others):
        others.pop("{dropped}", None)
        return super().forward(input_ids=input_ids, **others)
"""


def generated(**parts):
    folder = Path(tiny.saved(tiny.model()))
    file = f"modeling_{parts['dropped']}"
    (folder / f"{file}.py").write_text(CODE.format(**parts))
    entries = json.loads((folder / "config.json").read_text()) | {"model_type": "own"}
    entries["auto_map"] = {"AutoConfig": f"{file}.OwnConfig", "AutoModelForCausalLM": f"{file}.Own"}
    (folder / "config.json").write_text(json.dumps(entries))
    model = AutoModelForCausalLM.from_pretrained(folder, trust_remote_code=True)
    ids = torch.tensor([[5, 6, 7]])
    return model.generate(ids, attention_mask=torch.ones_like(ids), max_new_tokens=2, min_new_tokens=2)


def breaks():
    generated(extra="cache_position=None, ", dropped="nothing")


def fixed():
    assert generated(extra="", dropped="cache_position").shape == (1, 5)
