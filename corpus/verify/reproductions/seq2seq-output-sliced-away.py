"""An encoder-decoder model returns no prompt: cutting off its length cuts off the answer."""

import tiny
import torch

SILENT = True
IDS = torch.arange(5, 13)[None]


def answer():
    return tiny.model("t5", "AutoModelForSeq2SeqLM").generate(
        IDS, attention_mask=torch.ones_like(IDS), max_new_tokens=5, min_new_tokens=5
    )


def breaks():
    assert answer()[:, IDS.shape[1] :].numel() == 0


def fixed():
    out = answer()
    assert out.shape == (1, 6)
    assert out[0, 0] == 3
