"""The old cache classes are missing in 5.x; generate() makes a cache from a word."""

import tiny
import torch
import transformers

SILENT = True
RELEASES = ">=4.46"
IDS = torch.tensor([[5, 6, 7]])
MASK = torch.ones_like(IDS)


def breaks():
    names = ("HybridCache", "SlidingWindowCache", "OffloadedCache", "SinkCache", "QuantoQuantizedCache")
    assert not any(hasattr(transformers, name) for name in names)


def fixed():
    model = tiny.model()
    plain = model.generate(IDS, attention_mask=MASK, max_new_tokens=4, do_sample=False)
    static = model.generate(
        IDS, attention_mask=MASK, max_new_tokens=4, do_sample=False, cache_implementation="static"
    )
    assert torch.equal(plain, static)
