"""A model of one's own reads the value of a tensor while it is built."""

import tiny
import torch
from transformers import LlamaForCausalLM


class Reads(LlamaForCausalLM):
    __module__ = LlamaForCausalLM.__module__  # 5.0 looks up the file of the class

    def __init__(self, config):
        super().__init__(config)
        self.rates = [0.1 * layer.item() for layer in torch.arange(config.num_hidden_layers)]


class Counts(LlamaForCausalLM):
    __module__ = LlamaForCausalLM.__module__

    def __init__(self, config):
        super().__init__(config)
        self.rates = [0.1 * layer / (config.num_hidden_layers - 1) for layer in range(config.num_hidden_layers)]


def breaks():
    Reads.from_pretrained(tiny.saved(tiny.model()))


def fixed():
    assert Counts.from_pretrained(tiny.saved(tiny.model())).rates == [0.0, 0.1]
