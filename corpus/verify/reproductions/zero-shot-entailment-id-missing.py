"""Zero-shot classification needs a label that is called entailment."""

import tiny
from transformers import pipeline

NAMES = ("contradiction", "neutral", "entailment")


def made(**arguments):
    model = tiny.model("bert", "AutoModelForSequenceClassification", **arguments)
    return pipeline("zero-shot-classification", model=model, tokenizer=tiny.tokenizer(), device="cpu")


def breaks():
    made(num_labels=3)("a small town", candidate_labels=["sports", "weather"])


def fixed():
    pipe = made(id2label=dict(enumerate(NAMES)), label2id={name: number for number, name in enumerate(NAMES)})
    assert pipe.entailment_id == 2
    assert len(pipe("a small town", candidate_labels=["sports", "weather"])["labels"]) == 2
