"""The folder has no file of a tokenizer, and one is built all the same."""

import tiny
from transformers import AutoTokenizer

SILENT = True
RELEASES = ">=5"


def breaks():
    tokenizer = AutoTokenizer.from_pretrained(tiny.saved(tiny.config("gpt2")))
    assert len(tokenizer) == 1
    assert tokenizer("hello")["input_ids"] == []


def fixed():
    folder = tiny.saved(tiny.tokenizer(), tiny.config("gpt2"))
    tokenizer = AutoTokenizer.from_pretrained(folder)
    assert len(tokenizer) > 300
    assert tokenizer("hello")["input_ids"]
