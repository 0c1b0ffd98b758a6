"""Since 4.47 Trainer hands log() the start time by position."""

import tiny
from transformers import Trainer


class Old(Trainer):
    def log(self, logs):
        super().log(logs)


class New(Trainer):
    def log(self, logs, *args, **kwargs):
        super().log(logs, *args, **kwargs)


def _train(kind):
    return kind(tiny.model(), tiny.training_arguments(logging_steps=1), train_dataset=tiny.rows()).train()


def breaks():
    _train(Old)


def fixed():
    assert _train(New).global_step == 2
