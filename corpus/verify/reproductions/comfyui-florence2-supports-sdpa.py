"""Remote code that answers ``_supports_sdpa`` with a part that does not exist yet while the model is built."""

import tiny
from transformers import LlamaForCausalLM


class Florence2ForConditionalGeneration(LlamaForCausalLM):
    __module__ = LlamaForCausalLM.__module__  # 5.0 looks up the file of the class

    @property
    def _supports_sdpa(self):
        return self.language_model._supports_sdpa


def _loaded(**arguments):
    return Florence2ForConditionalGeneration.from_pretrained(tiny.saved(tiny.model()), **arguments)


def breaks():
    _loaded()


def fixed():
    assert _loaded(attn_implementation="eager").config._attn_implementation == "eager"
