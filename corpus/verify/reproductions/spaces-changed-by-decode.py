"""WordPiece joins Chinese characters with blanks when it decodes."""

import json
import tempfile
from pathlib import Path

from transformers import AutoTokenizer

SILENT = True
TEXT = "我爱\n北京"
WORDS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "我", "爱", "北", "京"]


def _tokenizer():
    folder = Path(tempfile.mkdtemp())
    (folder / "vocab.txt").write_text("\n".join(WORDS), encoding="utf-8")
    (folder / "config.json").write_text(json.dumps({"model_type": "bert"}))
    return AutoTokenizer.from_pretrained(folder)


def breaks():
    tokenizer = _tokenizer()
    assert tokenizer.decode(tokenizer(TEXT)["input_ids"], skip_special_tokens=True) == "我 爱 北 京"


def fixed():
    enc = _tokenizer()(TEXT, return_offsets_mapping=True)
    assert TEXT[enc["offset_mapping"][1][0] : enc["offset_mapping"][4][1]] == TEXT
