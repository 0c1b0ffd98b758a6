"""A table written by Excel on Chinese Windows is not UTF-8."""

import tempfile
from pathlib import Path

from datasets import load_dataset

TEXT = "今天天气很好"


def first_row(**arguments):
    folder = Path(tempfile.mkdtemp())
    (folder / "train.csv").write_bytes(f"text,label\n{TEXT},1\n".encode("gb18030"))
    data = load_dataset("csv", data_files=str(folder / "train.csv"), cache_dir=str(folder / "cache"), **arguments)
    return data["train"][0]["text"]


def breaks():
    first_row()


def fixed():
    assert first_row(encoding="gb18030") == TEXT
