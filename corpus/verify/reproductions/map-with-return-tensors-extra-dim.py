"""Tensors made for one text at a time already have a batch axis; the loader adds another one."""

import tiny
from torch.utils.data import default_collate
from transformers import DataCollatorWithPadding

SILENT = True
TEXTS = ["a text", "a text"]


def breaks():
    tokenizer = tiny.tokenizer()
    batch = default_collate([dict(tokenizer(text, return_tensors="pt")) for text in TEXTS])
    assert batch["input_ids"].dim() == 3


def fixed():
    tokenizer = tiny.tokenizer()
    batch = DataCollatorWithPadding(tokenizer)([tokenizer(text) for text in TEXTS])
    assert batch["input_ids"].dim() == 2
    items = [{k: v.squeeze(0) for k, v in tokenizer(text, return_tensors="pt").items()} for text in TEXTS]
    assert default_collate(items)["input_ids"].dim() == 2
