"""A data set of the Hub cannot be reached; its files in a folder can."""

import json
import tempfile
from pathlib import Path

import datasets


def breaks():
    datasets.load_dataset("org/data", cache_dir=tempfile.mkdtemp())


def fixed():
    Path("train.jsonl").write_text("".join(json.dumps({"text": text}) + "\n" for text in ("one", "two")))
    data = datasets.load_dataset("json", data_files={"train": "train.jsonl"}, cache_dir=tempfile.mkdtemp())
    assert data["train"]["text"][:] == ["one", "two"]
