"""A model class has to declare that it can recompute activations."""

import tiny
import torch
from transformers import LlamaConfig, PreTrainedModel


class Own(PreTrainedModel):
    config_class = LlamaConfig

    def __init__(self, config):
        super().__init__(config)
        self.layer = torch.nn.Linear(2, 2)
        self.post_init()


def breaks():
    Own(tiny.config("llama")).gradient_checkpointing_enable()


def fixed():
    model = tiny.model("llama")
    model.gradient_checkpointing_enable()
    assert model.is_gradient_checkpointing
