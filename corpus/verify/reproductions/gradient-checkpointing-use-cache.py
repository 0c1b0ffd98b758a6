"""A cache is of no use while activations are recomputed, and is dropped."""

import tiny
import torch


def output(**arguments):
    model = tiny.model("llama").train()
    model.gradient_checkpointing_enable(gradient_checkpointing_kwargs={"use_reentrant": False})
    return model(torch.tensor([[5, 6, 7]]), **arguments)


def breaks():
    output(use_cache=True)


def fixed():
    assert output(use_cache=False).past_key_values is None
