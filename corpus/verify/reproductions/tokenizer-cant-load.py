"""A folder with the model, or with an adapter only, has no tokenizer."""

import json
import tempfile
from pathlib import Path

import tiny
import transformers
from transformers import AutoTokenizer


def _folder():
    if int(transformers.__version__.split(".")[0]) < 5:
        return tiny.saved(tiny.config("llama"))
    folder = tempfile.mkdtemp()
    Path(folder, "adapter_config.json").write_text(json.dumps({"peft_type": "LORA"}))
    return folder


def breaks():
    AutoTokenizer.from_pretrained(_folder())


def fixed():
    folder = _folder()
    tiny.tokenizer().save_pretrained(folder)
    assert len(AutoTokenizer.from_pretrained(folder)) == len(tiny.tokenizer())
