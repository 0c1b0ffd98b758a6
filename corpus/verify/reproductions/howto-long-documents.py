"""A truncated document loses its end; windows with an overlap cover all of it."""

import tiny
import torch

SILENT = True
TEXTS = ["a short text", "the model answers a question " * 12 + "the weather"]


def breaks():
    tokenizer = tiny.tokenizer()
    ids = tokenizer(TEXTS, truncation=True, max_length=40)["input_ids"]
    assert "weather" not in tokenizer.decode(ids[1])


def fixed():
    tokenizer = tiny.tokenizer()
    model = tiny.model("bert", "AutoModelForSequenceClassification")
    enc = tokenizer(
        TEXTS, truncation=True, max_length=40, stride=8,
        return_overflowing_tokens=True, padding=True, return_tensors="pt",
    )  # fmt: skip
    owner = enc.pop("overflow_to_sample_mapping")
    assert "weather" in tokenizer.decode(enc["input_ids"][-1])
    with torch.no_grad():
        logits = model(**enc).logits
    documents = torch.stack([logits[owner == number].mean(dim=0) for number in range(len(TEXTS))])
    assert documents.shape == (2, 2)
