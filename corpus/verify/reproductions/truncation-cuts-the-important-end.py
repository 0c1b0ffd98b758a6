"""Truncation keeps the beginning of a prompt and loses the question at its end."""

import tiny

SILENT = True
DOCUMENT, QUESTION = "the weather in a small town " * 10, "what is the answer"


def breaks():
    tokenizer = tiny.tokenizer()
    ids = tokenizer(DOCUMENT + QUESTION, truncation=True, max_length=40)["input_ids"]
    assert "answer" not in tokenizer.decode(ids)


def fixed():
    tokenizer = tiny.tokenizer()
    ids = tokenizer(QUESTION, DOCUMENT, truncation="only_second", max_length=40)["input_ids"]
    assert len(ids) == 40
    assert tokenizer.decode(ids).startswith(QUESTION)
    tokenizer.truncation_side = "left"
    ids = tokenizer(DOCUMENT + QUESTION, truncation=True, max_length=40)["input_ids"]
    assert tokenizer.decode(ids).endswith(QUESTION)
