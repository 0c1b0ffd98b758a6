"""A list of two texts is two samples, two arguments are one pair."""

import tiny

SILENT = True


def breaks():
    assert len(tiny.tokenizer()(["a premise", "a hypothesis"])["input_ids"]) == 2


def fixed():
    tokenizer = tiny.tokenizer()
    one = tokenizer.decode(tokenizer("a premise", "a hypothesis")["input_ids"])
    assert "premise" in one and "hypothesis" in one
    many = tokenizer(["a premise", "two"], ["a hypothesis", "three"])
    assert len(many["input_ids"]) == 2
    assert many["input_ids"] == tokenizer([["a premise", "a hypothesis"], ["two", "three"]])["input_ids"]
