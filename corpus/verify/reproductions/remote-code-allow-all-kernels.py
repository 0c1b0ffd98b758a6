"""A model class overrides the choice of the attention with the arguments of transformers 5.0."""

import tiny
from transformers import LlamaForCausalLM

RELEASES = ">=5"


class OldCode(LlamaForCausalLM):
    __module__ = LlamaForCausalLM.__module__  # 5.0 looks up the file of the class

    def _check_and_adjust_attn_implementation(self, attn_implementation, is_init_check=False):
        return super()._check_and_adjust_attn_implementation(attn_implementation, is_init_check)


class NewCode(LlamaForCausalLM):
    __module__ = LlamaForCausalLM.__module__

    def _check_and_adjust_attn_implementation(self, attn_implementation, *args, **kwargs):
        return super()._check_and_adjust_attn_implementation(attn_implementation, *args, **kwargs)


def breaks():
    OldCode(tiny.config("llama"))


def fixed():
    assert NewCode(tiny.config("llama")).config._attn_implementation
