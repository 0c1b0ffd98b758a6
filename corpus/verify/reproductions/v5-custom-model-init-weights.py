"""A parameter that the checkpoint lacks loses what __init__ wrote; _init_weights sets it."""

from pathlib import Path

import tiny
import torch
from safetensors.torch import load_file, save_file
from transformers import PretrainedConfig, PreTrainedModel

try:
    from transformers import initialization

    fill = initialization.constant_
except ImportError:
    fill = torch.nn.init.constant_

SILENT = True


class Config(PretrainedConfig):
    model_type = "own"
    initializer_range = 0.02


class Plain(PreTrainedModel):
    config_class = Config

    def __init__(self, config):
        super().__init__(config)
        self.body = torch.nn.Linear(8, 8)
        self.gate = torch.nn.Linear(8, 8)
        torch.nn.init.zeros_(self.gate.weight)
        self.scale = torch.nn.Parameter(torch.ones(3))
        self.post_init()


class Own(Plain):
    def _init_weights(self, module):
        super()._init_weights(module)
        if module is self:
            fill(self.scale, 1.0)
            fill(self.gate.weight, 0.0)


def _loaded(kind):
    folder = tiny.saved(kind(Config()))
    file = Path(folder, "model.safetensors")
    save_file({n: w for n, w in load_file(file).items() if n.startswith("body")}, file, metadata={"format": "pt"})
    return kind.from_pretrained(folder)


def breaks():
    assert _loaded(Plain).gate.weight.any()


def fixed():
    model = _loaded(Own)
    assert not model.gate.weight.any() and model.scale.tolist() == [1.0, 1.0, 1.0]
