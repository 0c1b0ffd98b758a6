"""The flag is about calculations: weights and optimizer states stay in 32 bits."""

import tiny
import torch
from transformers import Trainer

SILENT = True


def types(model, **arguments):
    """Of the weights and of the states of the optimizer, after training."""
    trainer = Trainer(model, tiny.training_arguments(**arguments), train_dataset=tiny.rows())
    trainer.train()
    states = [value for state in trainer.optimizer.state.values() for value in state.values()]
    numbers = [value for value in states if torch.is_tensor(value) and value.ndim]
    return {weight.dtype for weight in model.parameters()} | {value.dtype for value in numbers}


def breaks():
    assert types(tiny.model(), bf16=True) == {torch.float32}


def fixed():
    assert types(tiny.model().to(torch.bfloat16)) == {torch.bfloat16}
