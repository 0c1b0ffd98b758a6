"""Old pipelines look at the class of the model to find its framework; a wrapper has none that they know."""

import tiny
from transformers import pipeline


class Wrapper:
    def __init__(self, model):
        self.model = model

    def __getattr__(self, name):
        return getattr(self.__dict__["model"], name)


MODEL = tiny.model("bert", "AutoModelForSequenceClassification")


def made(model):
    return pipeline("text-classification", model=model, tokenizer=tiny.tokenizer(), device="cpu")


def breaks():
    made(Wrapper(MODEL))


def fixed():
    assert made(Wrapper(MODEL).model)("a small town")[0]["score"] > 0
