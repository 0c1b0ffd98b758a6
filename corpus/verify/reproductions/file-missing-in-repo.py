"""A folder with a configuration, but without weights."""

import tiny
from transformers import AutoModelForCausalLM


def breaks():
    AutoModelForCausalLM.from_pretrained(tiny.saved(tiny.config("gpt2")))


def fixed():
    model = AutoModelForCausalLM.from_pretrained(tiny.saved(tiny.model("gpt2")))
    assert model.config.n_layer == 2
