"""The default collator stacks the rows of a batch and does not pad them."""

import tiny
from transformers import DataCollatorWithPadding, default_data_collator

FAST = True
ROWS = [{"input_ids": [5, 6, 7]}, {"input_ids": [5, 6]}]


def breaks():
    default_data_collator(ROWS)


def fixed():
    batch = DataCollatorWithPadding(tiny.tokenizer())(ROWS)
    assert batch["input_ids"].shape == (2, 3)
    assert batch["attention_mask"].tolist() == [[1, 1, 1], [1, 1, 0]]
