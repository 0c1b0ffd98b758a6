"""Group beam search is code on the Hub now; plain beam search is not."""

import tiny
import torch

PROMPT = torch.tensor([[5, 6, 7]])


def breaks():
    tiny.model().generate(PROMPT, num_beams=4, num_beam_groups=2, diversity_penalty=0.5, max_new_tokens=3)


def fixed():
    answer = tiny.model().generate(PROMPT, num_beams=4, num_return_sequences=2, max_new_tokens=3)
    assert answer.shape[0] == 2
