"""Since 4.46 Trainer hands training_step a third argument."""

import tiny
from transformers import Trainer


class Old(Trainer):
    def training_step(self, model, inputs):
        return super().training_step(model, inputs)


class New(Trainer):
    def training_step(self, *args, **kwargs):
        return super().training_step(*args, **kwargs)


def _train(kind):
    return kind(tiny.model(), tiny.training_arguments(), train_dataset=tiny.rows()).train()


def breaks():
    _train(Old)


def fixed():
    assert _train(New).global_step == 2
