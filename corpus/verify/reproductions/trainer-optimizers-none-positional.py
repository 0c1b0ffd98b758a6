"""A subclass hands Trainer's arguments on by position; 4.46 put a new one in the middle."""

import tiny
from transformers import Trainer


class Positional(Trainer):
    def __init__(self, model, args, train_dataset):
        super().__init__(model, args, None, train_dataset, None, None, None, None, None, (None, None), None)


class Named(Trainer):
    def __init__(self, model, args, train_dataset):
        super().__init__(model=model, args=args, train_dataset=train_dataset, optimizers=(None, None))


def breaks():
    Positional(tiny.model(), tiny.training_arguments(), tiny.rows())


def fixed():
    trainer = Named(tiny.model(), tiny.training_arguments(), tiny.rows())
    assert trainer.optimizer is None and trainer.train().global_step == 2
