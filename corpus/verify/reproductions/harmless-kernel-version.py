"""An old kernel is only worth a line: training goes on."""

import platform

import tiny
from transformers import Trainer


class _Old:
    system, release = "Linux", "4.18.0-305.el8.x86_64"


def _steps():
    return Trainer(tiny.model(), tiny.training_arguments(), train_dataset=tiny.rows()).train().global_step


def breaks():
    platform.uname = lambda: _Old
    assert _steps() == 2


def fixed():
    assert _steps() == 2
