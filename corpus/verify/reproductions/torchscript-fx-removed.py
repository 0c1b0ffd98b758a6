"""The switch for TorchScript, and a trace that does without."""

import tiny
import torch
from transformers import AutoModel

IDS = torch.tensor([[5, 6, 7]])


def _loaded(**arguments):
    return AutoModel.from_pretrained(tiny.saved(tiny.model("bert", "AutoModel")), **arguments).eval()


def breaks():
    _loaded(torchscript=True)


def fixed():
    model = _loaded(attn_implementation="eager", return_dict=False)
    traced = torch.jit.trace(model, (IDS, torch.ones_like(IDS)), strict=False)
    assert torch.allclose(traced(IDS, torch.ones_like(IDS))[0], model(IDS)[0], atol=1e-5)
