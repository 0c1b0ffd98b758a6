"""A streamer cannot take back what it printed: no beams, and one prompt at a time."""

import tiny
import torch
from transformers import TextStreamer

PROMPT = torch.tensor([[5, 6, 7]])


def breaks():
    tiny.model().generate(PROMPT, streamer=TextStreamer(tiny.tokenizer()), num_beams=2, max_new_tokens=3)


def fixed():
    streamer = TextStreamer(tiny.tokenizer(), skip_prompt=True)
    assert tiny.model().generate(PROMPT, streamer=streamer, num_beams=1, max_new_tokens=3).shape[0] == 1
