"""Tied weights named in a list stop v5 when the model is built; a dictionary is right."""

import tiny
import torch
import transformers
from transformers import PretrainedConfig, PreTrainedModel


class Config(PretrainedConfig):
    model_type = "tied"

    def __init__(self, tie_word_embeddings=True, **others):
        super().__init__(tie_word_embeddings=tie_word_embeddings, **others)


class Listed(PreTrainedModel):
    config_class = Config

    def __init__(self, config):
        super().__init__(config)
        self.embed = torch.nn.Embedding(20, 8)
        self.head = torch.nn.Linear(8, 20, bias=False)
        self.post_init()

    def _init_weights(self, module):
        pass

    def get_input_embeddings(self):
        return self.embed

    def get_output_embeddings(self):
        return self.head


Listed._tied_weights_keys = ["head.weight"]


class Named(Listed):
    if int(transformers.__version__.split(".")[0]) >= 5:
        _tied_weights_keys = {"head.weight": "embed.weight"}


def breaks():
    Listed(Config())


def fixed():
    model = Named.from_pretrained(tiny.saved(Named(Config())))
    assert model.head.weight is model.embed.weight
