"""A text pipeline hands over everything; a model with 64 positions takes no more unless the text is cut."""

import tiny
from transformers import pipeline

TEXT = "the model answers a question about the weather " * 20


def made():
    model = tiny.model("bert", "AutoModelForSequenceClassification")
    return pipeline("text-classification", model=model, tokenizer=tiny.tokenizer(), device="cpu")


def breaks():
    made()(TEXT)


def fixed():
    assert made()(TEXT, truncation=True, max_length=64)[0]["score"] > 0
