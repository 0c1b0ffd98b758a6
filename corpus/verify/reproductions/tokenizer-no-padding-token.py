"""A batch of texts of different length needs a token that fills the gaps."""

import tiny


def breaks():
    tiny.tokenizer(pad=False)(["a short text", "a text that is a little longer"], padding=True)


def fixed():
    tokenizer = tiny.tokenizer(pad=False)
    tokenizer.pad_token = tokenizer.eos_token
    batch = tokenizer(["a short text", "a text that is a little longer"], padding=True)
    assert len({len(row) for row in batch["input_ids"]}) == 1
    assert min(map(min, batch["attention_mask"])) == 0
