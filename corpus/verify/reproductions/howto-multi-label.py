"""Several tags for a text: the vectors of ones and zeros must be floats."""

import tiny
import torch


def loss(dtype):
    model = tiny.model(
        "bert", "AutoModelForSequenceClassification", num_labels=3, problem_type="multi_label_classification"
    )
    labels = torch.tensor([[0, 1, 1], [1, 0, 0]], dtype=dtype)
    return model(torch.tensor([[5, 6], [7, 8]]), labels=labels).loss


def breaks():
    loss(torch.long)


def fixed():
    assert loss(torch.float) > 0
