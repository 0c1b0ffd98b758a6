"""A model that was built on the meta device is moved before anything filled it."""

import tiny
import torch
from transformers import AutoModelForCausalLM


def breaks():
    with torch.device("meta"):
        model = tiny.model()
    model.to("cpu")


def fixed():
    model = AutoModelForCausalLM.from_pretrained(tiny.saved(tiny.model())).to("cpu")
    assert not any(tensor.is_meta for tensor in model.parameters())
    assert torch.isfinite(model(torch.tensor([[5, 6]])).logits).all()
