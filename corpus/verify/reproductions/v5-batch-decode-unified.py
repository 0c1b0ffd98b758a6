"""decode() of a batch stops 4.x; one row, or batch_decode(), works everywhere."""

import tiny

RELEASES = "<5"
BATCH = [[10, 11], [12, 13, 14]]


def breaks():
    tiny.tokenizer().decode(BATCH)


def fixed():
    tokenizer = tiny.tokenizer()
    texts = tokenizer.batch_decode(BATCH)
    assert texts == [tokenizer.decode(row) for row in BATCH] and isinstance(texts[0], str)
