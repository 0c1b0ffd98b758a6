"""The model shifts labels itself: labels are a copy of the input."""

import tiny
import torch
from torch.nn.functional import cross_entropy

SILENT = True
IDS = torch.tensor([[5, 6, 7, 8, 9, 10]])


def breaks():
    model = tiny.model()
    ids, shifted = IDS[:, :-1], IDS[:, 1:]
    output = model(ids, labels=shifted)
    after_next = cross_entropy(output.logits[0, :-1], IDS[0, 2:])
    assert torch.allclose(output.loss, after_next)


def fixed():
    output = tiny.model()(IDS, labels=IDS)
    assert torch.allclose(output.loss, cross_entropy(output.logits[0, :-1], IDS[0, 1:]))
