"""Scores of several labels add up to one, unless the model says that its labels do not exclude each other."""

import tiny
from transformers import pipeline

SILENT = True


def scores(**arguments):
    model = tiny.model("bert", "AutoModelForSequenceClassification", num_labels=3, **arguments)
    pipe = pipeline("text-classification", model=model, tokenizer=tiny.tokenizer(), device="cpu", top_k=None)
    found = pipe("a small town")
    return [row["score"] for row in (found[0] if isinstance(found[0], list) else found)]


def breaks():
    assert abs(sum(scores()) - 1) < 1e-3


def fixed():
    assert sum(scores(problem_type="multi_label_classification")) > 1.2
