"""Ten batches, groups of four, three epochs: the last group of each epoch is no step of its own."""

import tiny
from transformers import Trainer

SILENT = True


def state(accumulation):
    arguments = tiny.training_arguments(
        max_steps=-1, num_train_epochs=3, per_device_train_batch_size=1, gradient_accumulation_steps=accumulation
    )
    trainer = Trainer(tiny.model(), arguments, train_dataset=tiny.rows(10))
    trainer.train()
    return trainer.state


def breaks():
    done = state(4)
    assert done.epoch < 2.9 and done.global_step == 6


def fixed():
    done = state(5)
    assert done.epoch == 3.0 and done.global_step == 6
