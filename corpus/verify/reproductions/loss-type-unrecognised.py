"""A class whose name holds no known kind of loss asks for self.loss_function."""

import tiny
import torch
from transformers import LlamaConfig, PreTrainedModel

RELEASES = ">=4.46"


class AnswerScorer(PreTrainedModel):
    config_class = LlamaConfig
    __module__ = PreTrainedModel.__module__  # 5.0 looks up the file of the class

    def __init__(self, config):
        super().__init__(config)
        self.head = torch.nn.Linear(4, 4)

    def loss(self, x):
        return self.loss_function


def breaks():
    AnswerScorer(tiny.config("llama")).loss(None)


def fixed():
    model = tiny.model()
    labels = torch.tensor([[5, 6, 7]])
    assert model(input_ids=labels, labels=labels).loss > 0
