"""The clean-up of spaces is asked for with a BPE tokenizer."""

import tiny

TEXT = "x != y , z"


def breaks():
    tokenizer = tiny.tokenizer()
    tokenizer.decode(tokenizer(TEXT)["input_ids"], clean_up_tokenization_spaces=True)


def fixed():
    tokenizer = tiny.tokenizer()
    assert tokenizer.decode(tokenizer(TEXT)["input_ids"], clean_up_tokenization_spaces=False) == TEXT
