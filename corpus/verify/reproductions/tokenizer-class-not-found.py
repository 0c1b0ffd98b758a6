"""tokenizer_config.json names a class that this installation does not have."""

import json
from pathlib import Path

import tiny
from transformers import AutoTokenizer, PreTrainedTokenizerFast


def _folder():
    folder = tiny.saved(tiny.tokenizer(), tiny.config("llama"))
    path = Path(folder, "tokenizer_config.json")
    path.write_text(json.dumps({**json.loads(path.read_text()), "tokenizer_class": "BrandNewTokenizer"}))
    return folder


def breaks():
    AutoTokenizer.from_pretrained(_folder())


def fixed():
    assert len(PreTrainedTokenizerFast.from_pretrained(_folder())) == len(tiny.tokenizer())
