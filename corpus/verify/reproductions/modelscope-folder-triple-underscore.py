"""The folder on the disk has underscores where the name of the model has a dot."""

from pathlib import Path

import tiny
from transformers import AutoConfig

RELEASES = ">=5"


def store():
    """ModelScope's folder of the models of one owner, with one model."""
    owner = Path("modelscope", "hub", "Qwen").resolve()
    owner.mkdir(parents=True)
    Path(tiny.saved(tiny.config("gpt2"))).rename(owner / "Qwen2___5-7B-Instruct")
    return owner


def breaks():
    AutoConfig.from_pretrained(str(store() / "Qwen2.5-7B-Instruct"))


def fixed():
    (folder,) = store().iterdir()
    assert AutoConfig.from_pretrained(str(folder)).n_layer == 2
