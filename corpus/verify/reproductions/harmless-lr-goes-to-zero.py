"""The default schedule is a straight line from the given rate to 0."""

import tiny
from transformers import Trainer

SILENT = True


def rates(**arguments):
    arguments = tiny.training_arguments(max_steps=4, learning_rate=4e-5, **arguments)
    trainer = Trainer(tiny.model(), arguments, train_dataset=tiny.rows())
    trainer.train()
    return trainer.lr_scheduler.get_last_lr()[0]


def breaks():
    assert rates() == 0


def fixed():
    assert rates(lr_scheduler_type="constant") == 4e-5
