"""Without a known maximum neither padding nor truncation does anything; a maximum alone truncates."""

import tiny

SILENT = True
TEXTS = ["a short text", "the model answers a question about the weather " * 10]


def _lengths(**arguments):
    return [len(ids) for ids in tiny.tokenizer()(TEXTS, **arguments)["input_ids"]]


def breaks():
    plain = _lengths()
    assert _lengths(padding="max_length") == plain
    assert _lengths(truncation=True) == plain
    assert max(_lengths(max_length=16)) == 16
    assert max(_lengths(padding="max_length", max_length=16)) == max(plain)


def fixed():
    assert _lengths(padding="max_length", truncation=True, max_length=16) == [16, 16]
