"""The form after a space has ids of its own: banning the bare word does not ban it inside a sentence."""

import tiny
import torch

SILENT = True


def _banned(*forms):
    """Can the ids of the word inside a sentence still come up?"""
    from transformers import NoBadWordsLogitsProcessor

    tokenizer = tiny.tokenizer()
    inside = tokenizer.encode(" model", add_special_tokens=False)
    words = [tokenizer.encode(form, add_special_tokens=False) for form in forms]
    begun = torch.tensor([[5, *inside[:-1]]])
    scores = NoBadWordsLogitsProcessor(words, eos_token_id=2)(begun, torch.zeros(1, 420))
    return scores[0, inside[-1]] == -float("inf")


def breaks():
    assert not _banned("model")


def fixed():
    assert _banned("model", " model")
