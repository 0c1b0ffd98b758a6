"""Padding to a fixed length in preprocessing: most of a batch of short texts is padding."""

import tiny
from transformers import DataCollatorWithPadding

SILENT = True
TEXTS = ["the model", "a small town", "the answer is short"]


def batch(**padding):
    tokenizer = tiny.tokenizer()
    rows = [tokenizer(text, truncation=True, max_length=64, **padding) for text in TEXTS]
    return DataCollatorWithPadding(tokenizer)(rows)["attention_mask"]


def breaks():
    mask = batch(padding="max_length")
    assert mask.shape == (3, 64) and mask.float().mean() < 0.2


def fixed():
    mask = batch()
    assert mask.shape[1] == mask.sum(dim=1).max() and mask.float().mean() > 0.5
