"""Each length is compiled by itself, until torch gives up."""

import torch

LENGTHS = range(2, 14)


def _versions(**arguments):
    made = []

    def backend(graph, _):
        made.append(graph)
        return graph.forward

    model = torch.compile(torch.nn.Embedding(16, 4), backend=backend, **arguments)
    for length in LENGTHS:
        model(torch.zeros(1, length, dtype=torch.long))
    return len(made)


def breaks():
    _versions(dynamic=False)


def fixed():
    assert _versions(dynamic=True) == 1
