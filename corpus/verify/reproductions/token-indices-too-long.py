"""A text longer than model_max_length is only remarked on, not cut."""

import tiny

TEXT = "the model answers a question about the weather " * 4


def breaks():
    assert len(tiny.tokenizer(model_max_length=16)(TEXT)["input_ids"]) > 16


def fixed():
    tokenizer = tiny.tokenizer(model_max_length=16)
    assert len(tokenizer(TEXT, truncation=True)["input_ids"]) == 16
