"""A ``forward`` of early 2024 does not know what newer releases of ``generate`` pass to it."""

import tiny
import torch
from transformers import LlamaForCausalLM

PROMPT = torch.tensor([[5, 6, 7]])


class OldLlava(LlamaForCausalLM):
    __module__ = LlamaForCausalLM.__module__  # 5.0 looks up the file of the class

    def forward(
        self,
        input_ids=None,
        attention_mask=None,
        position_ids=None,
        past_key_values=None,
        inputs_embeds=None,
        use_cache=None,
        output_attentions=None,
        output_hidden_states=None,
        return_dict=None,
    ):
        return super().forward(input_ids, attention_mask, position_ids, past_key_values, use_cache=use_cache)


class MendedLlava(LlamaForCausalLM):
    __module__ = LlamaForCausalLM.__module__

    def prepare_inputs_for_generation(self, *positional, **named):
        inputs = super().prepare_inputs_for_generation(*positional, **named)
        inputs.pop("cache_position", None)
        return inputs


def breaks():
    OldLlava(tiny.config("llama")).generate(PROMPT, max_new_tokens=3)


def fixed():
    ids = MendedLlava(tiny.config("llama")).generate(PROMPT, max_new_tokens=3, min_new_tokens=3)
    assert ids.shape[1] == 6
