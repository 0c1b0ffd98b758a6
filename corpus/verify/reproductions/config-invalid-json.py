"""A byte-order mark in front of config.json makes it invalid JSON."""

from pathlib import Path

import tiny
from transformers import AutoConfig


def _folder():
    folder = tiny.saved(tiny.config("gpt2"))
    path = Path(folder, "config.json")
    path.write_text(path.read_text(encoding="utf-8"), encoding="utf-8-sig")
    return folder, path


def breaks():
    folder, _ = _folder()
    AutoConfig.from_pretrained(folder)


def fixed():
    folder, path = _folder()
    path.write_text(path.read_bytes().decode("utf-8-sig"), encoding="utf-8", newline="\n")
    assert AutoConfig.from_pretrained(folder).n_layer == 2
