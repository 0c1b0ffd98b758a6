"""Limits count tokens: a text of few characters may be longer than the limit."""

import tiny

SILENT = True
TEXT = "今天很热我们去游泳吧"


def breaks():
    tokenizer = tiny.tokenizer()
    ids = tokenizer(TEXT, truncation=True, max_length=len(TEXT))["input_ids"]
    assert len(ids) == len(TEXT)
    assert not tokenizer.decode(ids).endswith(TEXT[-1])


def fixed():
    tokenizer = tiny.tokenizer()
    enc = tokenizer(TEXT, return_offsets_mapping=True, add_special_tokens=False)
    kept = TEXT[: enc["offset_mapping"][min(12, len(enc["input_ids"])) - 1][1]]
    assert 0 < len(kept) < len(TEXT)
    assert TEXT.startswith(kept)
