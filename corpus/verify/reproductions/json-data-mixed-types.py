"""A field is text in one row and a list in the next."""

import json
import tempfile
from pathlib import Path

from datasets import load_dataset


def load(rows):
    folder = tempfile.mkdtemp()
    path = Path(folder, "rows.jsonl")
    path.write_text("\n".join(json.dumps(row) for row in rows))
    return load_dataset("json", data_files=str(path), split="train", cache_dir=folder)


def breaks():
    load([{"answer": "yes"}, {"answer": ["a", "b"]}])


def fixed():
    assert load([{"answer": ["yes"]}, {"answer": ["a", "b"]}])["answer"][:] == [["yes"], ["a", "b"]]
