"""A byte-level tokenizer that is labelled as Llama's loses the spaces; the file as it is keeps them."""

import json
from pathlib import Path

import tiny
from transformers import AutoTokenizer, PreTrainedTokenizerFast

SILENT = True
TEXT = "the model answers 123 questions"


def _folder():
    folder = Path(tiny.saved(tiny.tokenizer()))
    settings = json.loads((folder / "tokenizer_config.json").read_text())
    settings["tokenizer_class"] = "LlamaTokenizerFast"
    (folder / "tokenizer_config.json").write_text(json.dumps(settings))
    return folder


def _back(tokenizer):
    return tokenizer.decode(tokenizer(TEXT, add_special_tokens=False)["input_ids"])


def breaks():
    assert " " not in _back(AutoTokenizer.from_pretrained(_folder()))


def fixed():
    assert _back(PreTrainedTokenizerFast.from_pretrained(_folder())) == TEXT
