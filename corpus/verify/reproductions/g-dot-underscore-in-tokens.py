"""Tokens of a byte-level vocabulary are no text; only decoding them together gives it."""

import tiny

SILENT = True
TEXT = "今天很热 hello\n"


def breaks():
    tokenizer = tiny.tokenizer()
    tokens = tokenizer.tokenize(TEXT)
    assert "今" not in "".join(tokens) and "Ċ" in tokens
    assert "\ufffd" in "".join(tokenizer.decode([token]) for token in tokenizer(TEXT)["input_ids"])


def fixed():
    tokenizer = tiny.tokenizer()
    assert tokenizer.decode(tokenizer(TEXT)["input_ids"]) == TEXT
    assert tokenizer.convert_tokens_to_string(tokenizer.tokenize(TEXT)) == TEXT
