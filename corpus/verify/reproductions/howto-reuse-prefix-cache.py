"""Two questions share the cache of one prefix, with and without a copy."""

import contextlib
import copy
import inspect

import tiny
import torch
from transformers import DynamicCache

SILENT = True
RELEASES = ">=4.46"
PREFIX = torch.tensor([[1, 5, 6, 7, 8, 9]])
QUESTIONS = [torch.cat([PREFIX, torch.tensor([end])], dim=1) for end in ([10, 11, 12], [20, 21])]


def answers(take):
    """Answers with the cache that ``take`` makes of the prefix's, and those without any."""
    model, cache = tiny.model(), DynamicCache()
    name = "cache" if "cache" in inspect.signature(type(model).forward).parameters else "past_key_values"
    with torch.no_grad():
        model(PREFIX, use_cache=True, **{name: cache})
    common = {"max_new_tokens": 6, "do_sample": False}
    cached, plain = [], []
    for ids in QUESTIONS:
        mask = torch.ones_like(ids)
        plain.append(model.generate(ids, attention_mask=mask, **common).tolist())
        with contextlib.suppress(IndexError):  # what 4.x says
            cached.append(model.generate(ids, attention_mask=mask, **{name: take(cache)}, **common).tolist())
    return cached, plain


def breaks():
    cached, plain = answers(lambda cache: cache)
    assert cached[0] == plain[0] and cached != plain


def fixed():
    cached, plain = answers(copy.deepcopy)
    assert cached == plain
