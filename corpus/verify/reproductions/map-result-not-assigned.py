"""The methods of a data set return a new one."""

from datasets import Dataset

SILENT = True


def length(row):
    return {"length": len(row["text"])}


def breaks():
    data = Dataset.from_dict({"text": ["a", "bb"]})
    data.map(length)
    data.filter(lambda row: row["text"] == "a")
    assert data.column_names == ["text"] and len(data) == 2


def fixed():
    data = Dataset.from_dict({"text": ["a", "bb"]})
    data = data.map(length)
    assert data["length"][:] == [1, 2]
