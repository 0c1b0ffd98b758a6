"""DataCollatorWithPadding pads what the tokenizer knows, not lists of labels."""

import tiny
from transformers import DataCollatorForTokenClassification, DataCollatorWithPadding

ROWS = [{"input_ids": [5, 6], "labels": [0, 1]}, {"input_ids": [5, 6, 7], "labels": [0, 1, 0]}]


def breaks():
    DataCollatorWithPadding(tiny.tokenizer())(ROWS)


def fixed():
    batch = DataCollatorForTokenClassification(tiny.tokenizer())(ROWS)
    assert batch["labels"].tolist() == [[0, 1, -100], [0, 1, 0]]
