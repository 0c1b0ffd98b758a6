"""Stopping at a text needs the tokenizer that makes text of ids; a pipeline does not pass its own on."""

import tiny
import torch
from transformers import pipeline

RELEASES = ">=4.45"
PROMPT = torch.tensor([[5, 6, 7]])


def breaks():
    tiny.model().generate(PROMPT, stop_strings=["\n\n"], max_new_tokens=3)


def fixed():
    tokenizer = tiny.tokenizer()
    answer = tiny.model().generate(PROMPT, stop_strings=["\n\n"], tokenizer=tokenizer, max_new_tokens=3)
    assert answer.shape[1] > PROMPT.shape[1]
    pipe = pipeline("text-generation", model=tiny.model(), tokenizer=tokenizer, device="cpu")
    assert pipe("the model", stop_strings=["\n\n"], tokenizer=pipe.tokenizer, max_new_tokens=3)
