"""A masked language model is put into the pipeline for classification; a fitting model is not remarked upon."""

import tiny
from transformers import pipeline


def breaks():
    pipeline("text-classification", model=tiny.model("bert", "AutoModelForMaskedLM"), tokenizer=tiny.tokenizer())


def fixed():
    pipe = pipeline("text-generation", model=tiny.model(), tokenizer=tiny.tokenizer())
    assert pipe("the answer", max_new_tokens=2)[0]["generated_text"].startswith("the answer")
