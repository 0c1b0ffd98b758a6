"""``generate`` blocks: without a thread the streamer is full before the first piece is read."""

from threading import Thread

import tiny
import torch
from transformers import TextIteratorStreamer

SILENT = True
PROMPT = torch.tensor([[5, 6, 7]])


def _settings(streamer):
    return {"input_ids": PROMPT, "streamer": streamer, "max_new_tokens": 6, "min_new_tokens": 6}


def breaks():
    streamer = TextIteratorStreamer(tiny.tokenizer(), skip_prompt=True, timeout=30)
    tiny.model().generate(**_settings(streamer))
    assert streamer.text_queue.qsize() > 1


def fixed():
    streamer = TextIteratorStreamer(tiny.tokenizer(), skip_prompt=True, timeout=30)
    thread = Thread(target=tiny.model().generate, kwargs=_settings(streamer))
    thread.start()
    assert "".join(streamer)
    thread.join()
