"""The language-modeling collator masks tokens unless it is told not to."""

import tiny
from transformers import DataCollatorForLanguageModeling


def breaks():
    DataCollatorForLanguageModeling(tiny.tokenizer())


def fixed():
    batch = DataCollatorForLanguageModeling(tiny.tokenizer(), mlm=False)([{"input_ids": [5, 6, 7]}])
    assert batch["labels"].tolist() == batch["input_ids"].tolist() == [[5, 6, 7]]
