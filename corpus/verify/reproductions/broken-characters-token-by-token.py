"""A byte-level token can be a part of a character: decode all of them together."""

import tiny

SILENT = True
TEXT = "你好😀"
BROKEN = "\ufffd"


def breaks():
    tokenizer = tiny.tokenizer()
    ids = tokenizer(TEXT)["input_ids"]
    assert BROKEN in "".join(tokenizer.decode([number]) for number in ids)


def fixed():
    tokenizer = tiny.tokenizer()
    assert tokenizer.decode(tokenizer(TEXT)["input_ids"]) == TEXT
