"""A closed vocabulary has no piece for a rare character."""

import json
import tempfile
from pathlib import Path

from transformers import AutoTokenizer

SILENT = True
WORDS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "我", "爱", "北", "京", '"']


def _tokenizer():
    folder = Path(tempfile.mkdtemp())
    (folder / "vocab.txt").write_text("\n".join(WORDS), encoding="utf-8")
    (folder / "config.json").write_text(json.dumps({"model_type": "bert"}))
    return AutoTokenizer.from_pretrained(folder)


def breaks():
    assert _tokenizer().tokenize("我㼀“爱”😀").count("[UNK]") == 4


def fixed():
    tokenizer = _tokenizer()
    tokenizer.add_tokens(["㼀"])
    text = "我㼀“爱”".translate(str.maketrans({"“": '"', "”": '"'}))
    assert tokenizer.tokenize(text) == ["我", *(t for t in tokenizer.tokenize("㼀")), '"', "爱", '"']
    assert tokenizer.unk_token_id not in tokenizer(text)["input_ids"]
