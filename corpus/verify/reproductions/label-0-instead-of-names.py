"""The names of the classes stand in the configuration; without them a pipeline counts."""

import tiny
from transformers import pipeline

SILENT = True
NAMES = {0: "bad", 1: "neutral", 2: "good"}


def label(**arguments):
    model = tiny.model("bert", "AutoModelForSequenceClassification", **arguments)
    return pipeline("text-classification", model=model, tokenizer=tiny.tokenizer(), device="cpu")("a small town")[0][
        "label"
    ]


def breaks():
    assert label(num_labels=3).startswith("LABEL_")


def fixed():
    assert label(id2label=NAMES, label2id={name: number for number, name in NAMES.items()}) in NAMES.values()
