"""A module put around a decoder layer hides the layer's attributes."""

import tiny
import torch


class Around(torch.nn.Module):
    def __init__(self, inner):
        super().__init__()
        self.inner = inner

    def forward(self, *args, **kwargs):
        return self.inner(*args, **kwargs)


class Passing(Around):
    def __getattr__(self, name):
        try:
            return super().__getattr__(name)
        except AttributeError:
            return getattr(super().__getattr__("inner"), name)


def _run(kind):
    model = tiny.model("qwen2")
    model.model.layers[0] = kind(model.model.layers[0])
    return model(input_ids=torch.tensor([[5, 6, 7]])).logits


def breaks():
    _run(Around)


def fixed():
    assert _run(Passing).shape[1] == 3
