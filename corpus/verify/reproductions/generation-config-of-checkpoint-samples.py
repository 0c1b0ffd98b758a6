"""A checkpoint can switch sampling on: then a call without arguments is random."""

import tiny
import torch
from transformers import AutoModelForCausalLM, set_seed

SILENT = True
PROMPT = torch.tensor([[5, 6, 7]])


def _sampling():
    model = tiny.model()
    model.generation_config.do_sample = True
    model.generation_config.temperature = 5.0
    return AutoModelForCausalLM.from_pretrained(tiny.saved(model))


def breaks():
    model = _sampling()
    answers = {tuple(model.generate(PROMPT, max_new_tokens=16)[0].tolist()) for _ in range(3)}
    assert len(answers) > 1


def fixed():
    model = _sampling()
    greedy = [model.generate(PROMPT, max_new_tokens=16, do_sample=False).tolist() for _ in range(2)]
    assert greedy[0] == greedy[1]
    seeded = [set_seed(0) or model.generate(PROMPT, max_new_tokens=16).tolist() for _ in range(2)]
    assert seeded[0] == seeded[1]
