"""A stream has no length, so the number of steps cannot be computed from epochs."""

import tiny
import torch
from transformers import Trainer


class Stream(torch.utils.data.IterableDataset):
    def __iter__(self):
        yield from tiny.rows()


def trainer(**arguments):
    return Trainer(tiny.model(), tiny.training_arguments(**arguments), train_dataset=Stream())


def breaks():
    trainer(max_steps=-1, num_train_epochs=1).train()


def fixed():
    assert trainer(max_steps=3).train().global_step == 3
