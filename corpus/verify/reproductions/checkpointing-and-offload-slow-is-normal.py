"""Checkpointing computes each layer a second time in the backward pass: that is what its memory costs."""

import tiny
from transformers import Trainer

SILENT = True


def passes(**arguments):
    """How often a layer of the model runs forward in one training step."""
    model, calls = tiny.model(), []
    model.model.layers[0].mlp.register_forward_pre_hook(lambda *_: calls.append(1))
    arguments = tiny.training_arguments(max_steps=1, **arguments)
    Trainer(model, arguments, train_dataset=tiny.rows()).train()
    return len(calls)


def breaks():
    assert passes(gradient_checkpointing=True, gradient_checkpointing_kwargs={"use_reentrant": False}) == 2


def fixed():
    assert passes() == 1
