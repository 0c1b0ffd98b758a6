"""The description beside the files: what the encoder is, how texts are put into it, hashes, license."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

import quantize
import source
import vocabulary

DESCRIPTION_FILE, LICENSE_FILE = "encoder.json", "LICENSE"
LICENSE_TEXT = Path(__file__).parent / "artifact-license.txt"
ENCODER_ID = "me5-small-enzh-int8-v2"
FORMAT = 1  # of encoder.json, read by tfhelp_index.encoder


def write(folder: Path, dim: int) -> None:
    """Write ``LICENSE`` and ``encoder.json`` for the files that lie in ``folder``."""
    shutil.copyfile(LICENSE_TEXT, folder / LICENSE_FILE)
    names = (quantize.GRAPH_FILE, quantize.WEIGHTS_FILE, vocabulary.TOKENIZER_FILE, vocabulary.VOCABULARY_FILE)
    description = {
        "format": FORMAT,
        "id": ENCODER_ID,
        "dim": dim,
        "prefixes": {"query": "query: ", "passage": "passage: "},
        "max_tokens": {"query": 128, "passage": 512},
        "source": {
            "model": "intfloat/multilingual-e5-small",
            "package": source.REQUIREMENT,
            "wheel_sha256": source.WHEEL_SHA256,
            "member": source.MODEL_MEMBER,
        },
        "license": "MIT",
        "files": {name: _stamp(folder / name) for name in sorted(names)},
    }
    text = json.dumps(description, indent=1) + "\n"
    (folder / DESCRIPTION_FILE).write_text(text, encoding="utf-8", newline="\n")


def _stamp(path: Path) -> dict[str, object]:
    content = path.read_bytes()
    return {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}
