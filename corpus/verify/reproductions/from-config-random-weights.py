"""A model made from a configuration alone has random weights."""

import tiny
from transformers import AutoConfig, AutoModelForCausalLM

SILENT = True


def breaks():
    model = tiny.model()
    other = AutoModelForCausalLM.from_config(AutoConfig.from_pretrained(tiny.saved(model)))
    assert not other.lm_head.weight.equal(model.lm_head.weight)


def fixed():
    model = tiny.model()
    folder = tiny.saved(model)
    other = AutoModelForCausalLM.from_pretrained(folder, config=AutoConfig.from_pretrained(folder))
    assert all(one.equal(two) for one, two in zip(other.parameters(), model.parameters(), strict=True))
