"""A cache is passed and read by its old name."""

import tiny
import torch
from transformers import DynamicCache

RELEASES = ">=5.24"
IDS = torch.tensor([[1, 5, 6]])


def breaks():
    model = tiny.model()
    outputs = model(IDS, past_key_values=DynamicCache(config=model.config), use_cache=True)
    assert outputs.past_key_values.get_seq_length() == 3


def fixed():
    model = tiny.model()
    outputs = model(IDS, cache=DynamicCache(config=model.config), use_cache=True)
    assert outputs.cache.get_seq_length() == 3
