"""With one sequence there is nothing for a length penalty to choose from."""

import tiny
import torch

PROMPT = torch.tensor([[5, 6, 7]])


def _answer(**arguments):
    return tiny.model().generate(PROMPT, max_new_tokens=8, **arguments).tolist()


def breaks():
    assert _answer(early_stopping=True, length_penalty=-5.0) == _answer()


def fixed():
    assert _answer(num_beams=3, early_stopping=True, length_penalty=-5.0)
