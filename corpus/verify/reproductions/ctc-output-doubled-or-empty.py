"""The letters of every 20 milliseconds, joined without merging equal neighbors."""

import json
import tempfile
from pathlib import Path

from transformers import Wav2Vec2CTCTokenizer

SILENT = True
FRAMES = [5, 5, 6, 7, 7, 0, 7, 8]


def _tokenizer():
    vocabulary = Path(tempfile.mkdtemp(), "vocab.json")
    pieces = ["<pad>", "<s>", "</s>", "<unk>", "|", "H", "E", "L", "O"]
    vocabulary.write_text(json.dumps({piece: number for number, piece in enumerate(pieces)}))
    return Wav2Vec2CTCTokenizer(str(vocabulary))


def breaks():
    assert _tokenizer().decode(FRAMES, group_tokens=False) == "HHELLLO"


def fixed():
    assert _tokenizer().decode(FRAMES) == "HELLO"
