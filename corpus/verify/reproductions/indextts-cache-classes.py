"""A cache class that copied generation code imports is gone; generate() takes the option by name."""

import subprocess
import sys

import tiny
import torch
from transformers import DynamicCache

RELEASES = ">=4.46"


def breaks():
    subprocess.run([sys.executable, "-c", "from transformers.cache_utils import QuantizedCacheConfig"], check=False)


def fixed():
    cache = DynamicCache()
    tiny.model()(torch.tensor([[5, 6, 7]]), past_key_values=cache, use_cache=True)
    assert cache.get_seq_length() == 3
