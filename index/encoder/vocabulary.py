"""The tokenizer, cut to the pieces that English, Chinese and code need, in two forms.

``vocabulary.bin`` is what tfhelp reads (`tfhelp_index.unigram`); ``tokenizer.json`` says the same to the
``tokenizers`` library, for the road through torch.

A piece keeps its score, so a text whose pieces all survive is split exactly as before; a text that needs a dropped
piece falls back to shorter kept ones. Ids are renumbered without gaps in the old order.
"""

from __future__ import annotations

import json
import struct
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from pathlib import Path

    from source import Source

BOS, PAD, EOS, UNK = "<s>", "<pad>", "</s>", "<unk>"
SPECIAL_PIECES = (BOS, PAD, EOS, UNK)  # ids 0 to 3 before and after the cut
MASK = "<mask>"

TOKENIZER_FILE, VOCABULARY_FILE = "tokenizer.json", "vocabulary.bin"

# What XLM-R's published normalization does beyond NFKC: drop control characters, turn these marks into spaces.
# A Unigram model looks up NUL and the like in vain, and each would cost an <unk> token.
_DROPPED = "\\x{01}-\\x{08}\\x{0B}\\x{0E}-\\x{1F}\\x{7F}\\x{8F}\\x{9F}"
_SPACES = "\\x{1680}\\x{200B}-\\x{200F}\\x{2028}\\x{2029}\\x{2581}\\x{FEFF}\\x{FFFD}"


def read_kept_ids(path: Path, source: Source) -> list[int]:
    """Read ``keep.json`` (ids of the published vocabulary) without ``<mask>``, which an encoder never uses."""
    kept: list[int] = sorted(set(json.loads(path.read_text())))
    if [source.pieces[i] for i in kept[: len(SPECIAL_PIECES)]] != list(SPECIAL_PIECES):
        raise SystemExit("keep.json must begin with the ids of <s>, <pad>, </s> and <unk>")
    return [i for i in kept if source.pieces[i] != MASK]


def vocabulary_bin(source: Source, kept: list[int]) -> bytes:
    """The kept pieces in the form that `tfhelp_index.unigram.UnigramTokenizer.open` describes."""
    pieces = [source.pieces[i] for i in kept]
    if any("\0" in piece for piece in pieces):
        raise SystemExit("a piece holds a zero byte, which separates pieces")
    scores = [_short(source, i) for i in kept]
    header = struct.pack("<II", len(pieces), max(map(len, pieces)))
    return header + np.array(scores, "<f4").tobytes() + "\0".join(pieces).encode()


def tokenizer_json(source: Source, kept: list[int]) -> str:
    """The text of a ``tokenizers`` file for the kept pieces: Unigram, NFKC, Metaspace, ``<s> … </s>``."""
    vocabulary = [[source.pieces[i], _short(source, i)] for i in kept]
    description = {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": [_added(i, piece) for i, piece in enumerate(SPECIAL_PIECES)],
        "normalizer": _normalizer(),
        "pre_tokenizer": _pre_tokenizer(),
        "post_processor": _post_processor(),
        "decoder": {"type": "Metaspace", "replacement": "▁", "prepend_scheme": "always", "split": True},
        "model": {"type": "Unigram", "unk_id": SPECIAL_PIECES.index(UNK), "vocab": vocabulary},
    }
    return json.dumps(description, ensure_ascii=False, separators=(",", ":"))


def _short(source: Source, number: int) -> float:
    """A score with four decimals: a third less to write, and no text is split otherwise for it."""
    return round(float(source.scores[number]), 4)


def _added(number: int, piece: str) -> dict[str, object]:
    flags = {"single_word": False, "lstrip": False, "rstrip": False, "normalized": False, "special": True}
    return {"id": number, "content": piece, **flags}


def _normalizer() -> dict[str, object]:
    def replace(characters: str, content: str) -> dict[str, object]:
        return {"type": "Replace", "pattern": {"Regex": f"[{characters}]"}, "content": content}

    return {"type": "Sequence", "normalizers": [replace(_DROPPED, ""), replace(_SPACES, " "), {"type": "NFKC"}]}


def _pre_tokenizer() -> dict[str, object]:
    metaspace = {"type": "Metaspace", "replacement": "▁", "prepend_scheme": "always", "split": True}
    return {"type": "Sequence", "pretokenizers": [{"type": "WhitespaceSplit"}, metaspace]}


def _post_processor() -> dict[str, object]:
    def special(piece: str) -> dict[str, object]:
        return {"SpecialToken": {"id": piece, "type_id": 0}}

    def entry(piece: str) -> dict[str, object]:
        return {"id": piece, "ids": [SPECIAL_PIECES.index(piece)], "tokens": [piece]}

    single = [special(BOS), {"Sequence": {"id": "A", "type_id": 0}}, special(EOS)]
    pair = [*single, {"Sequence": {"id": "B", "type_id": 0}}, special(EOS)]
    return {
        "type": "TemplateProcessing",
        "single": single,
        "pair": pair,
        "special_tokens": {piece: entry(piece) for piece in (BOS, EOS)},
    }
