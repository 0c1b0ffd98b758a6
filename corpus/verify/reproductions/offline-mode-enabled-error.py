"""A pipeline without a task asks the Hub for it, and that is not possible offline."""

import tiny
from transformers import pipeline


def folder():
    return tiny.saved(tiny.model("gpt2"), tiny.tokenizer())


def breaks():
    pipeline(model=folder())


def fixed():
    generator = pipeline("text-generation", model=folder(), device="cpu")
    assert generator("the model", max_new_tokens=3, do_sample=False)[0]["generated_text"].startswith("the model")
