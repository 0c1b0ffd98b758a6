"""One of two heads gets no gradient; the next step finds out."""

import tempfile

import torch
from torch import distributed

HIDDEN = 4


class TwoHeads(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.used, self.unused = torch.nn.Linear(HIDDEN, 1), torch.nn.Linear(HIDDEN, 1)

    def forward(self, batch):
        return self.used(batch).mean()


def _trained(**arguments):
    distributed.init_process_group("gloo", init_method=f"file://{tempfile.mktemp()}", rank=0, world_size=1)
    model = torch.nn.parallel.DistributedDataParallel(TwoHeads(), **arguments)
    for _ in range(3):
        loss = model(torch.ones(2, HIDDEN))
        loss.backward()
    return loss


def breaks():
    _trained()


def fixed():
    assert _trained(find_unused_parameters=True).isfinite()
