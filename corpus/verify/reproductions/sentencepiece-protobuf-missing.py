"""A SentencePiece file cannot be read without the packages that read it."""

import json
import struct
import sys
import tempfile
from pathlib import Path

BARE = True


def _piece(text, kind=1):
    name = text.encode()
    body = b"\n" + bytes([len(name)]) + name + b"\x15" + struct.pack("<f", -1.0)
    body += b"" if kind == 1 else b"\x18" + bytes([kind])
    return b"\n" + bytes([len(body)]) + body


def _folder():
    folder = Path(tempfile.mkdtemp())
    pieces = [("<unk>", 2), ("<s>", 3), ("</s>", 3), ("▁", 1), ("a", 1), ("b", 1), ("▁a", 1), ("ab", 1)]
    (folder / "tokenizer.model").write_bytes(b"".join(_piece(*piece) for piece in pieces))
    (folder / "config.json").write_text(json.dumps({"model_type": "llama"}))
    return folder


def _load():
    from transformers import AutoTokenizer

    return AutoTokenizer.from_pretrained(_folder())


def breaks():
    sys.modules["sentencepiece"] = sys.modules["tiktoken"] = None
    _load()


def fixed():
    tokenizer = _load()
    assert {"a", "b", "ab"} <= set(tokenizer.get_vocab())
    assert tokenizer("ab")["input_ids"]
