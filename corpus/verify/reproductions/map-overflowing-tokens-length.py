"""map cuts texts into pieces while the old columns stay."""

import contextlib

import pyarrow as pa
import tiny
from datasets import Dataset

SILENT = True
DATA = Dataset.from_dict({"text": ["the weather in a small town " * 20, "the answer"], "label": [0, 1]})


def cut(tokenizer, batch):
    pieces = tokenizer(batch["text"], truncation=True, max_length=16, return_overflowing_tokens=True)
    source = pieces.pop("overflow_to_sample_mapping")
    pieces["labels"] = [batch["label"][index] for index in source]
    return pieces


def breaks():
    tokenizer, pieces = tiny.tokenizer(), None
    with contextlib.suppress(pa.ArrowInvalid):  # its innermost frame has no path
        pieces = DATA.map(lambda batch: cut(tokenizer, batch), batched=True)
    assert pieces is None


def fixed():
    tokenizer = tiny.tokenizer()
    pieces = DATA.map(lambda batch: cut(tokenizer, batch), batched=True, remove_columns=DATA.column_names)
    assert len(pieces) > 2 and set(pieces["labels"]) == {0, 1}
