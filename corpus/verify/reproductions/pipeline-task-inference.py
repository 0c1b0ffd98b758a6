"""A pipeline for a local folder is told its task."""

import tiny
from transformers import pipeline


def folder():
    return tiny.saved(tiny.model(), tiny.tokenizer())


def breaks():
    pipeline(model=folder(), device="cpu")


def fixed():
    assert pipeline("text-generation", model=folder(), device="cpu").task == "text-generation"
