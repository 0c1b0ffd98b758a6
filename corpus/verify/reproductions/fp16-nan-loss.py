"""Steps far too large throw the weights out of the range of their numbers: the gradient is no number any more."""

import math

import tiny
from transformers import Trainer


def logged(**arguments):
    arguments = tiny.training_arguments(logging_steps=1, max_steps=3, **arguments)
    trainer = Trainer(tiny.model(), arguments, train_dataset=tiny.rows())
    trainer.train()
    return [log["grad_norm"] for log in trainer.state.log_history if "grad_norm" in log]


def breaks():
    logged(learning_rate=1e30)


def fixed():
    norms = logged(learning_rate=1e-4, warmup_steps=1, max_grad_norm=1.0)
    assert len(norms) == 3 and all(map(math.isfinite, norms))
