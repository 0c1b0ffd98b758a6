"""Not even one row fits: the batch shrinks to nothing. Where a smaller one fits, it is found."""

import tiny
import torch
from transformers import Trainer


class Hungry(Trainer):
    """Each step asks for absurdly much memory, unless the batch is small enough."""

    limit = 0

    def training_step(self, model, inputs, *arguments):
        if len(inputs["input_ids"]) > self.limit:
            torch.empty(2**50)
        return super().training_step(model, inputs, *arguments)


class Modest(Hungry):
    limit = 2


def trained(kind):
    arguments = tiny.training_arguments(auto_find_batch_size=True, per_device_train_batch_size=8)
    trainer = kind(tiny.model(), arguments, train_dataset=tiny.rows(16))
    trainer.train()
    return trainer


def breaks():
    trained(Hungry)


def fixed():
    trainer = trained(Modest)
    assert trainer._train_batch_size == 2 and trainer.state.global_step == 2
