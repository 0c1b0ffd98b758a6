"""The output of a BERT is unpacked as in code for transformers 3, and the pooled part goes into a dropout layer."""

import tiny
import torch

IDS = torch.tensor([[1, 5, 6, 2]])


def breaks():
    _, pooled = tiny.model("bert", "AutoModel")(IDS)
    torch.nn.Dropout(0.1)(pooled)


def fixed():
    model = tiny.model("bert", "AutoModel")
    pooled = model(IDS).pooler_output
    assert torch.nn.Dropout(0.0)(pooled).shape == (1, 32)
    assert torch.equal(model(IDS, return_dict=False)[1], pooled)
