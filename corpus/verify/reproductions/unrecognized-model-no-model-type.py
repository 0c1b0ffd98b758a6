"""The file is called config.json.txt, so the folder has no config.json."""

from pathlib import Path

import tiny
from transformers import AutoConfig


def breaks():
    folder = Path(tiny.saved(tiny.config("gpt2")))
    (folder / "config.json").rename(folder / "config.json.txt")
    AutoConfig.from_pretrained(folder)


def fixed():
    folder = Path(tiny.saved(tiny.config("gpt2")))
    wrong = (folder / "config.json").rename(folder / "config.json.txt")
    wrong.rename(folder / "config.json")
    assert AutoConfig.from_pretrained(folder).model_type == "gpt2"
