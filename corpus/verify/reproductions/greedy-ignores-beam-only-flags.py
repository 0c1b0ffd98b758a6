"""With one sequence there is nothing for a length penalty to choose from."""

import tiny
import torch

PROMPT = torch.tensor([[5, 6, 7]])


def breaks():
    tiny.model().generate(PROMPT, early_stopping=True, length_penalty=-5.0, max_new_tokens=8)


def fixed():
    plain = tiny.model().generate(PROMPT, max_new_tokens=8).tolist()
    flags = tiny.model().generate(PROMPT, early_stopping=True, length_penalty=-5.0, max_new_tokens=8).tolist()
    assert plain == flags
    assert (
        tiny.model().generate(PROMPT, num_beams=3, early_stopping=True, length_penalty=-5.0, max_new_tokens=8).numel()
    )
