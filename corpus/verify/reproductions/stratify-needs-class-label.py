"""A split is stratified by a column of plain strings."""

from datasets import ClassLabel, Dataset

DATA = Dataset.from_dict({"label": ["bad", "good"] * 8})


def breaks():
    DATA.train_test_split(0.5, stratify_by_column="label")


def fixed():
    for typed in (DATA.class_encode_column("label"), DATA.cast_column("label", ClassLabel(names=["bad", "good"]))):
        part = typed.train_test_split(0.5, stratify_by_column="label", seed=1)["test"]
        assert sorted(part["label"][:]) == [0, 0, 0, 0, 1, 1, 1, 1]
