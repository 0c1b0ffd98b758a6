"""Labels copied from padded ids count the padding in the loss."""

import tiny
import torch

SILENT = True
TEXTS = ["a short text", "a tokenizer cuts text into pieces and gives each piece a number"]


def batch():
    return tiny.tokenizer()(TEXTS, padding=True, return_tensors="pt", return_token_type_ids=False)


def reference(model):
    """Sum of the losses of the single texts by token, without any padding."""
    inputs = [tiny.tokenizer()(text, return_tensors="pt")["input_ids"] for text in TEXTS]
    weights = [ids.shape[1] - 1 for ids in inputs]
    return sum(model(ids, labels=ids).loss * n for ids, n in zip(inputs, weights, strict=True)) / sum(weights)


def breaks():
    model, inputs = tiny.model(), batch()
    assert not torch.isclose(model(**inputs, labels=inputs["input_ids"]).loss, reference(model), rtol=1e-4)


def fixed():
    model, inputs = tiny.model(), batch()
    labels = inputs["input_ids"].masked_fill(inputs["attention_mask"] == 0, -100)
    assert torch.isclose(model(**inputs, labels=labels).loss, reference(model), rtol=1e-4)
