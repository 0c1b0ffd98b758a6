"""With a warmup longer than the run the learning rate never gets near its value."""

import tiny
from transformers import Trainer

SILENT = True


def highest(warmup):
    arguments = tiny.training_arguments(learning_rate=5e-5, warmup_steps=warmup, max_steps=4, logging_steps=1)
    trainer = Trainer(tiny.model(), arguments, train_dataset=tiny.rows())
    trainer.train()
    return max(log["learning_rate"] for log in trainer.state.log_history if "learning_rate" in log)


def breaks():
    assert highest(100) < 5e-6


def fixed():
    assert highest(1) > 4e-5
