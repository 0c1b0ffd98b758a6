"""A schema written by datasets 4 is read by datasets 3."""

import datasets
from datasets import Features, Value

WRITTEN_BY_4 = {"tokens": {"feature": {"dtype": "int64", "_type": "Value"}, "_type": "List"}}


def breaks():
    Features.from_dict(WRITTEN_BY_4)


def fixed():
    features = Features({"tokens": datasets.Sequence(Value("int64"))})
    data = datasets.Dataset.from_dict({"tokens": [[1, 2]]}, features=features)
    assert data[0]["tokens"] == [1, 2]
