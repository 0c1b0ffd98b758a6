"""A classifier is asked for the hidden states that only its body returns."""

import tiny
import torch

SILENT = True
IDS = torch.tensor([[1, 5, 6, 2]])


def breaks():
    outputs = tiny.model("bert", "AutoModelForSequenceClassification")(IDS)
    assert not hasattr(outputs, "last_hidden_state") and outputs.hidden_states is None


def fixed():
    model = tiny.model("bert", "AutoModelForSequenceClassification")
    last = model.base_model(input_ids=IDS).last_hidden_state
    layers = model(IDS, output_hidden_states=True).hidden_states
    assert len(layers) == 3 and torch.allclose(layers[-1], last, atol=1e-6)
