"""Curves are asked for and tensorboard is not installed."""

import tiny
from transformers import Trainer


def breaks():
    Trainer(tiny.model(), tiny.training_arguments(report_to=["tensorboard"]), train_dataset=tiny.rows())


def fixed():
    arguments = tiny.training_arguments(report_to=[])
    assert Trainer(tiny.model(), arguments, train_dataset=tiny.rows()).train().global_step == 2
