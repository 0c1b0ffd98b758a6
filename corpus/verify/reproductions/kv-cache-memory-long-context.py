"""The cache has the size of the formula, once for each beam."""

import tiny
import torch

SILENT = True
PER_TOKEN = 2 * 2 * 2 * 8 * 4
"""Keys and values, layers, heads, size of a head, bytes of a number."""


def size(beams):
    """In bytes, after a prompt of 16 tokens and 8 new ones."""
    prompt = torch.full((1, 16), 7)
    out = tiny.model().generate(
        prompt, attention_mask=torch.ones_like(prompt), min_new_tokens=8, max_new_tokens=8, num_beams=beams,
        do_sample=False, return_dict_in_generate=True, use_cache=True,
    )  # fmt: skip
    cache = out.past_key_values
    layers = [(layer.keys, layer.values) for layer in cache.layers] if hasattr(cache, "layers") else list(cache)
    return sum(part.numel() * part.element_size() for layer in layers for part in layer[:2])


def breaks():
    assert size(beams=4) == 4 * 23 * PER_TOKEN


def fixed():
    assert size(beams=1) == 23 * PER_TOKEN
