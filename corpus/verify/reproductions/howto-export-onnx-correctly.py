"""The graph that an export records is fixed to the example's length, unless the length is declared as variable."""

import tiny
import torch

SILENT = True


def _inputs(length):
    ids = torch.full((2, length), 7)
    return {"input_ids": ids, "attention_mask": torch.ones_like(ids)}


def _length(**arguments):
    model = tiny.model("bert", "AutoModelForSequenceClassification", attn_implementation="eager")
    program = torch.export.export(model, (), kwargs=_inputs(5), **arguments)
    nodes = {node.name: node for node in program.graph.nodes}
    return nodes["input_ids"].meta["val"].shape[1]


def breaks():
    assert isinstance(_length(), int)


def fixed():
    length = torch.export.Dim("length", min=2, max=60)
    shapes = {name: {1: length} for name in ("input_ids", "attention_mask")}
    assert not isinstance(_length(dynamic_shapes=shapes), int)
