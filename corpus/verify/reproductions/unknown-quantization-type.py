"""A quantization method that no release of transformers knows."""

import json
from pathlib import Path

import tiny
import torch
from transformers import AutoModelForCausalLM


def _folder():
    model = tiny.model()
    model.config.quantization_config = {"quant_method": "exl9", "bits": 4}
    return Path(tiny.saved(model))


def breaks():
    AutoModelForCausalLM.from_pretrained(_folder())


def fixed():
    path = _folder() / "config.json"
    data = json.loads(path.read_text())
    del data["quantization_config"]
    path.write_text(json.dumps(data))
    ids = torch.tensor([[5, 6, 7]])
    assert torch.equal(AutoModelForCausalLM.from_pretrained(path.parent)(ids).logits, tiny.model()(ids).logits)
