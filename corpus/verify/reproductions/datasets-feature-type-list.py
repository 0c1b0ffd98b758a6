"""A schema written by datasets 4 is read by datasets 3: the error comes from a module of Python itself."""

import datasets
from datasets import Features, Value

SILENT = True
WRITTEN_BY_4 = {"tokens": {"feature": {"dtype": "int64", "_type": "Value"}, "_type": "List"}}


def _read():
    try:
        return Features.from_dict(WRITTEN_BY_4)
    except (TypeError, ValueError):
        return None


def breaks():
    assert _read() is None


def fixed():
    features = Features({"tokens": datasets.Sequence(Value("int64"))})
    data = datasets.Dataset.from_dict({"tokens": [[1, 2]]}, features=features)
    assert data[0]["tokens"] == [1, 2]
