"""In training, dropout gives another loss for the same batch each time; evaluation measures without it."""

import tiny
import torch

SILENT = True


def losses(*, training):
    model = tiny.model("gpt2").train(training)
    ids = torch.tensor([[5, 6, 7, 8]])
    return [model(ids, labels=ids).loss.item() for _ in range(2)]


def breaks():
    first, second = losses(training=True)
    assert first != second


def fixed():
    first, second = losses(training=False)
    assert first == second
