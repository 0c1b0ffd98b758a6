"""The optimizer's old setting is refused; torch's class takes one step with the old defaults."""

import tiny
import torch


def breaks():
    tiny.training_arguments(optim="adamw_hf")


def fixed():
    assert tiny.training_arguments(optim="adamw_torch").optim == "adamw_torch"
    weight = torch.nn.Parameter(torch.ones(3))
    optimizer = torch.optim.AdamW([weight], lr=0.1, eps=1e-6, weight_decay=0.0)
    weight.sum().backward()
    optimizer.step()
    assert torch.allclose(weight, torch.full((3,), 0.9), atol=1e-3)
