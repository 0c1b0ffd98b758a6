"""Layers are built once: editing model.config afterwards does not reach them."""

import tiny
from transformers import AutoModelForSequenceClassification

SILENT = True


def _folder():
    return tiny.saved(tiny.model("bert", "AutoModelForSequenceClassification"))


def breaks():
    model = AutoModelForSequenceClassification.from_pretrained(_folder())
    before = model.dropout.p
    model.config.hidden_dropout_prob = 0.7
    model.config.num_labels = 5
    assert model.dropout.p == before != 0.7
    assert model.classifier.out_features == 2


def fixed():
    model = AutoModelForSequenceClassification.from_pretrained(
        _folder(), hidden_dropout_prob=0.7, num_labels=5, ignore_mismatched_sizes=True
    )
    assert model.dropout.p == 0.7
    assert model.classifier.out_features == 5
