"""A row that ends early is filled up to the longest of its batch; what comes before is the same as alone."""

import tiny
import torch

SILENT = True
MODEL = tiny.model()
SHORT, LONG = [5, 6, 7], [20, 21, 22, 23, 24, 25]
PAD = 3
LENGTH = 8


def generated(rows, **arguments):
    width = max(map(len, rows))
    ids = torch.tensor([[PAD] * (width - len(row)) + row for row in rows])
    mask = (ids != PAD).long()
    out = MODEL.generate(
        ids, attention_mask=mask, do_sample=False, max_new_tokens=LENGTH, pad_token_id=PAD, **arguments
    )
    return out[:, width:].tolist()


def early_end():
    """A token that only the short row produces in the middle: there that row stops."""
    short, long = generated([SHORT], eos_token_id=419)[0], generated([LONG], eos_token_id=419)[0]
    return next(token for token in short[1:-2] if token not in long)


def breaks():
    end = early_end()
    alone, together = generated([SHORT], eos_token_id=end)[0], generated([SHORT, LONG], eos_token_id=end)[0]
    assert alone != together
    assert together[-1] == PAD


def fixed():
    end = early_end()
    alone, together = generated([SHORT], eos_token_id=end)[0], generated([SHORT, LONG], eos_token_id=end)[0]
    assert [token for token in together if token != PAD] == alone
