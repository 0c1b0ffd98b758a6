"""A column of lists has no dtype in datasets 4."""

import datasets
from datasets import ClassLabel, Features, Sequence, Value

SILENT = True


def _features():
    return Features({"text": Value("string"), "label": Sequence(ClassLabel(names=["no", "yes"]))})


def _holds_lists(feature):
    kinds = tuple(getattr(datasets, name) for name in ("Sequence", "List", "LargeList") if hasattr(datasets, name))
    return isinstance(feature, (list, *kinds))


def breaks():
    assert not hasattr(_features()["label"], "dtype")


def fixed():
    features = _features()
    assert _holds_lists(features["label"]) and not _holds_lists(features["text"])
    assert features["label"].feature.names == ["no", "yes"]
