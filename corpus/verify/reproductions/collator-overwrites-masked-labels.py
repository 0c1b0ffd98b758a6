"""The language-modeling collator makes its own labels and throws away those in the data."""

import tiny
from transformers import DataCollatorForLanguageModeling, DataCollatorForSeq2Seq

SILENT = True
MASKED = [-100, -100, 7]
ROWS = [{"input_ids": [5, 6, 7], "attention_mask": [1, 1, 1], "labels": list(MASKED)}]


def breaks():
    batch = DataCollatorForLanguageModeling(tiny.tokenizer(), mlm=False)([dict(row) for row in ROWS])
    assert batch["labels"].tolist() == [[5, 6, 7]]


def fixed():
    batch = DataCollatorForSeq2Seq(tiny.tokenizer())([dict(row) for row in ROWS])
    assert batch["labels"].tolist() == [MASKED]
