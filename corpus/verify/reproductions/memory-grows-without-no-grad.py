"""Evaluation mode alone goes on recording the graph."""

import tiny
import torch

SILENT = True
IDS = torch.tensor([[5, 6, 7]])


def breaks():
    logits = tiny.model().eval()(IDS).logits
    assert logits.requires_grad and logits.grad_fn is not None


def fixed():
    with torch.inference_mode():
        logits = tiny.model().eval()(IDS).logits
    assert not logits.requires_grad and logits.grad_fn is None
