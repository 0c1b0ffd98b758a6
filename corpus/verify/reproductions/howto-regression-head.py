"""A score needs one output; with the default of two, floats count as two tags."""

import tiny
import torch


def classifier(**arguments):
    return tiny.model("bert", "AutoModelForSequenceClassification", **arguments)


def loss(model):
    return model(torch.tensor([[5, 6], [7, 8]]), labels=torch.tensor([0.5, 4.2])).loss


def breaks():
    loss(classifier())


def fixed():
    model = classifier(num_labels=1)
    assert loss(model) > 0 and model.config.problem_type == "regression"
