"""A model class of 2023 that relied on the base class for ``generate``."""

import tiny
import torch
from transformers.generation import GenerationMixin
from transformers.models.llama.modeling_llama import LlamaForCausalLM, LlamaModel, LlamaPreTrainedModel

PROMPT = torch.tensor([[5, 6, 7]])


class OldRemoteModel(LlamaPreTrainedModel):
    __module__ = LlamaForCausalLM.__module__  # 5.0 looks up the file of the class

    def __init__(self, config):
        super().__init__(config)
        self.model = LlamaModel(config)
        self.lm_head = torch.nn.Linear(config.hidden_size, config.vocab_size, bias=False)
        self.post_init()

    def forward(self, *positional, **named):
        return LlamaForCausalLM.forward(self, *positional, **named)

    def prepare_inputs_for_generation(self, input_ids, **_):
        return {"input_ids": input_ids}


class MendedRemoteModel(OldRemoteModel, GenerationMixin):
    __module__ = OldRemoteModel.__module__


def breaks():
    _ = OldRemoteModel(tiny.config("llama")).generate


def fixed():
    assert issubclass(MendedRemoteModel, GenerationMixin)
    assert callable(MendedRemoteModel(tiny.config("llama")).generate)
