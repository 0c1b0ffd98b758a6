"""A number of steps beats a number of epochs."""

import tiny
from transformers import Trainer

SILENT = True


def steps(**arguments):
    chosen = tiny.training_arguments(num_train_epochs=2, **arguments)
    return Trainer(tiny.model(), chosen, train_dataset=tiny.rows(8)).train().global_step


def breaks():
    assert steps(max_steps=3) == 3


def fixed():
    assert steps(max_steps=-1) == 8
