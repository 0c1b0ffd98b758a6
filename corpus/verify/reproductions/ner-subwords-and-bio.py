"""A row for each piece of a word, unless the pipeline puts the pieces together."""

import tiny
from transformers import pipeline

SILENT = True
TEXT = "tokenizer weather"


def found(**arguments):
    names = {0: "B-PER", 1: "I-PER"}
    model = tiny.model("bert", "AutoModelForTokenClassification", id2label=names, label2id={"B-PER": 0, "I-PER": 1})
    model.classifier.bias.data[1] = 10.0
    return pipeline("token-classification", model=model, tokenizer=tiny.tokenizer(), device="cpu", **arguments)(TEXT)


def breaks():
    rows = found()
    assert len(rows) > 2
    assert {row["entity"] for row in rows} == {"I-PER"}


def fixed():
    rows = found(aggregation_strategy="simple")
    assert {row["entity_group"] for row in rows} == {"PER"}
    assert len(rows) < len(found())
    assert TEXT[rows[0]["start"] : rows[0]["end"]]
