"""Assigning to requires_grad of a module sets an attribute and freezes nothing."""

import tiny

SILENT = True


def trainable(module):
    return sum(parameter.requires_grad for parameter in module.parameters())


def breaks():
    model = tiny.model("bert", "AutoModelForSequenceClassification")
    before = trainable(model.bert)
    model.bert.requires_grad = False
    assert trainable(model.bert) == before > 0


def fixed():
    model = tiny.model("bert", "AutoModelForSequenceClassification")
    model.bert.requires_grad_(False)
    assert trainable(model.bert) == 0 and trainable(model.classifier) == 2
