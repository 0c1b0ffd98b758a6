"""tokenizer.model holds the text of a Git LFS pointer."""

from pathlib import Path

import tiny
from transformers import AutoTokenizer

POINTER = "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 499723\n"


def breaks():
    folder = tiny.saved(tiny.config("llama"))
    Path(folder, "tokenizer.model").write_text(POINTER)
    AutoTokenizer.from_pretrained(folder)


def fixed():
    folder = tiny.saved(tiny.tokenizer(), tiny.config("llama"))
    assert len(AutoTokenizer.from_pretrained(folder)) == len(tiny.tokenizer())
