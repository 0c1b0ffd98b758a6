"""A script beside the data is found first, and no longer run."""

import tempfile
from pathlib import Path

from datasets import load_dataset

RELEASES = ">=4.57"  # the environments of older releases hold a datasets that still runs scripts


def folder():
    path = Path(tempfile.mkdtemp(), "my_data")
    path.mkdir()
    (path / "my_data.py").write_text("import datasets\n", encoding="utf-8")
    (path / "train.jsonl").write_text('{"text": "a"}\n', encoding="utf-8")
    return path


def breaks():
    load_dataset(str(folder()))


def fixed():
    path = folder()
    (path / "my_data.py").unlink()
    data = load_dataset(str(path), cache_dir=str(path.parent / "cache"))
    assert data["train"][0]["text"] == "a"
