"""The CLIP tokenizer is asked for by its name on the Hub, and there is no connection."""

import json
from pathlib import Path

from transformers import CLIPTokenizer

RELEASES = "<4.50"
NAME = "openai/clip-vit-large-patch14"


def breaks():
    CLIPTokenizer.from_pretrained(NAME)


def fixed():
    Path(NAME).mkdir(parents=True)
    pieces = ["<|startoftext|>", "<|endoftext|>", "a", "b", "a</w>", "b</w>", "ab</w>"]
    Path(NAME, "vocab.json").write_text(json.dumps({piece: number for number, piece in enumerate(pieces)}))
    Path(NAME, "merges.txt").write_text("#version: 0.2\na b</w>\n")
    assert len(CLIPTokenizer.from_pretrained(NAME)) == len(pieces)
