"""The function of old courses is gone; a metric needs neither it nor the Hub."""

import datasets
import numpy as np

SILENT = True


def breaks():
    assert not hasattr(datasets, "load_metric")


def compute_metrics(prediction):
    logits, labels = prediction
    predicted = np.argmax(logits, axis=-1)
    keep = labels != -100
    return {"accuracy": float((predicted == labels)[keep].mean())}


def fixed():
    logits = np.array([[2.0, 1.0], [0.0, 1.0], [0.0, 1.0]])
    assert compute_metrics((logits, np.array([0, 0, -100]))) == {"accuracy": 0.5}
