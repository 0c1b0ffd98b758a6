"""A state dict with a wrapper's prefix loads nothing with strict=False, and nobody says so."""

import tiny
import torch
from transformers import AutoModelForCausalLM

SILENT = True


def breaks():
    compiled = torch.compile(tiny.model())
    other = AutoModelForCausalLM.from_config(tiny.config("llama"))
    result = other.load_state_dict(compiled.state_dict(), strict=False)
    assert len(result.missing_keys) == len(other.state_dict())
    assert not other.lm_head.weight.equal(compiled.lm_head.weight)


def fixed():
    compiled = torch.compile(tiny.model())
    weights = {name.removeprefix("_orig_mod."): tensor for name, tensor in compiled.state_dict().items()}
    other = AutoModelForCausalLM.from_config(tiny.config("llama"))
    other.load_state_dict(weights, strict=True)
    assert other.lm_head.weight.equal(compiled.lm_head.weight)
    again = AutoModelForCausalLM.from_pretrained(tiny.saved(getattr(compiled, "_orig_mod", compiled)))
    assert again.lm_head.weight.equal(compiled.lm_head.weight)
