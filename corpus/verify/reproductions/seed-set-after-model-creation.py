"""A head with random weights is drawn before Trainer sets its seed."""

import tiny
import torch
from transformers import AutoModelForSequenceClassification, set_seed

SILENT = True


def head(folder, seed=None):
    if seed is not None:
        set_seed(seed)
    model = AutoModelForSequenceClassification.from_pretrained(folder)
    tiny.training_arguments(seed=42)
    return model.classifier.weight.detach().clone()


def breaks():
    folder = tiny.saved(tiny.model("bert", "AutoModel"))
    assert not torch.equal(head(folder), head(folder))


def fixed():
    folder = tiny.saved(tiny.model("bert", "AutoModel"))
    assert torch.equal(head(folder, 42), head(folder, 42))
