"""A path that does not exist is taken for a name on the Hub."""

from pathlib import Path

import tiny
from transformers import AutoConfig


def breaks():
    AutoConfig.from_pretrained("./nope")


def fixed():
    Path(tiny.saved(tiny.config("gpt2"))).rename("model")
    assert AutoConfig.from_pretrained(str(Path("./model").resolve(strict=True))).n_layer == 2
