"""A model built from a configuration is in training mode, so dropout changes each prediction."""

import tiny
import torch
from transformers import AutoModelForSequenceClassification

SILENT = True
IDS = torch.tensor([[5, 6, 7, 8]])


def breaks():
    model = AutoModelForSequenceClassification.from_config(tiny.config("bert"))
    assert model.training and not torch.equal(model(IDS).logits, model(IDS).logits)
    loaded = AutoModelForSequenceClassification.from_pretrained(tiny.saved(model))
    assert not loaded.training


def fixed():
    model = AutoModelForSequenceClassification.from_config(tiny.config("bert")).eval()
    with torch.inference_mode():
        assert torch.equal(model(IDS).logits, model(IDS).logits)
