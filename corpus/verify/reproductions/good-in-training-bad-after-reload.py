"""Only the body of a classifier was saved: it loads without an error, and its head is random."""

import tiny
import torch
from transformers import AutoModelForSequenceClassification

SILENT = True

PROBE = torch.tensor([[5, 6, 7, 8]])


def _logits(model):
    with torch.no_grad():
        return model.eval()(PROBE).logits


def breaks():
    model = tiny.model("bert", "AutoModelForSequenceClassification")
    other = AutoModelForSequenceClassification.from_pretrained(tiny.saved(model.bert))
    assert not torch.allclose(_logits(other), _logits(model), atol=1e-4)
    assert other.bert.embeddings.word_embeddings.weight.equal(model.bert.embeddings.word_embeddings.weight)


def fixed():
    model = tiny.model("bert", "AutoModelForSequenceClassification")
    other, info = AutoModelForSequenceClassification.from_pretrained(tiny.saved(model), output_loading_info=True)
    assert not info["missing_keys"]
    assert torch.allclose(_logits(other), _logits(model), atol=1e-5)
