"""Ids that were made earlier are padded by a fast tokenizer."""

import tiny

TEXTS = ["a short text", "a text that is a little longer"]


def breaks():
    tokenizer = tiny.tokenizer()
    tokenizer.pad([tokenizer(text) for text in TEXTS], return_tensors="pt")


def fixed():
    tokenizer = tiny.tokenizer()
    assert tokenizer(TEXTS, padding=True, return_tensors="pt")["input_ids"].shape[0] == 2
    if hasattr(tokenizer, "deprecation_warnings"):
        tokenizer.deprecation_warnings["Asking-to-pad-a-fast-tokenizer"] = True
    assert tokenizer.pad([tokenizer(text) for text in TEXTS], return_tensors="pt")["input_ids"].shape[0] == 2
