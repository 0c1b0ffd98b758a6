"""Without sampling neither the seed nor the temperature changes the answer."""

import tiny
import torch
from transformers import set_seed

SILENT = True
PROMPT = torch.tensor([[5, 6, 7]])


def _answers(**arguments):
    model = tiny.model()
    answers = [set_seed(seed) or model.generate(PROMPT, max_new_tokens=8, **arguments) for seed in range(3)]
    return {tuple(answer[0].tolist()) for answer in answers}


def breaks():
    assert len(_answers(temperature=2.0, top_p=0.9)) == 1


def fixed():
    assert len(_answers(do_sample=True, temperature=2.0, top_p=0.9)) > 1
