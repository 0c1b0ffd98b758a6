"""A model class that has no SDPA code: asked for, it is refused; left out, eager is taken."""

import tiny
from transformers import LlamaForCausalLM


class OldRemoteModel(LlamaForCausalLM):
    __module__ = LlamaForCausalLM.__module__  # 5.0 looks up the file of the class
    _supports_sdpa = False


def _loaded(**arguments):
    return OldRemoteModel.from_pretrained(tiny.saved(tiny.model()), **arguments)


def breaks():
    _loaded(attn_implementation="sdpa")


def fixed():
    assert _loaded(attn_implementation="eager").config._attn_implementation == "eager"
