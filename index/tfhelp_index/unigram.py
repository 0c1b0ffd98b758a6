"""Splitting text into the pieces of a Unigram vocabulary, with the standard library alone.

The same pieces come out as from the ``tokenizers`` library (a test compares both). That library takes 75 ms to import
and load, as long as onnxruntime, and brings a dozen packages along; this takes 15 ms.

The best split is the one whose pieces have the greatest sum of scores (Kudo, "Subword Regularization",
arXiv:1804.10959), found with Viterbi's algorithm. Before, text is normalized as XLM-RoBERTa's published rules say:
NFKC, control characters dropped, odd blanks made plain.
"""

from __future__ import annotations

import struct
import sys
import unicodedata
from array import array
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

BOS, PAD, EOS, UNKNOWN = range(4)
"""Ids of the special pieces ``<s>``, ``<pad>``, ``</s>``, ``<unk>``: the first four of every vocabulary."""

_HEADER = struct.Struct("<II")
_WORD_START = "▁"
_UNKNOWN_PENALTY = 10.0
_DROPPED = (*range(0x01, 0x09), 0x0B, *range(0x0E, 0x20), 0x7F, 0x8F, 0x9F)
_BLANKS = (0x1680, *range(0x200B, 0x2010), 0x2028, 0x2029, 0x2581, 0xFEFF, 0xFFFD)
_TRANSLATION = dict.fromkeys(_DROPPED) | dict.fromkeys(_BLANKS, " ")


class UnigramTokenizer:
    """A vocabulary whose ids are the positions of its pieces."""

    def __init__(self, pieces: Sequence[str], scores: Sequence[float], longest: int) -> None:
        self._ids = dict(zip(pieces, range(len(pieces)), strict=True))
        for special in pieces[: UNKNOWN + 1]:
            del self._ids[special]  # "</s>" in somebody's text is four characters like any others
        self._scores = scores
        self._longest = longest

    @classmethod
    def open(cls, path: Path) -> UnigramTokenizer:
        """Read a vocabulary file.

        It holds, little-endian, the number of pieces and the length of the longest (u32 each), a score for each piece
        (f32), and the pieces in UTF-8 with a zero byte between two.

        Raises:
            OSError: the file cannot be read.
            ValueError: it is no vocabulary.
        """
        data = path.read_bytes()
        try:
            count, longest = _HEADER.unpack_from(data)
        except struct.error as error:
            raise ValueError(f"{path.name} is too short for a vocabulary") from error
        scores = array("f", data[_HEADER.size : _HEADER.size + 4 * count])
        if sys.byteorder == "big":
            scores.byteswap()
        pieces = data[_HEADER.size + 4 * count :].decode().split("\0")
        if not len(pieces) == len(scores) == count > UNKNOWN:
            raise ValueError(f"{path.name} names {count} pieces, and holds {len(pieces)} and {len(scores)} scores")
        return cls(pieces, scores, longest)

    def encode(self, text: str) -> list[int]:
        """Ids of a text's pieces, between `BOS` and `EOS`."""
        ids = [BOS]
        for word in unicodedata.normalize("NFKC", text.translate(_TRANSLATION)).split():
            ids += self._split(_WORD_START + word)
        ids.append(EOS)
        return ids

    @cached_property
    def _unknown_score(self) -> float:
        return min(self._scores) - _UNKNOWN_PENALTY

    def _split(self, word: str) -> list[int]:
        """The best split of one word; a run of unknown characters is one piece."""
        find, scores, size = self._ids.get, self._scores, len(word)
        best, origin, piece = [0.0] + [float("-inf")] * size, [0] * (size + 1), [UNKNOWN] * (size + 1)
        for start in range(size):
            for end in range(start + 1, min(start + self._longest, size) + 1):
                found = find(word[start:end])
                if found is not None:
                    score = best[start] + scores[found]
                elif end == start + 1:
                    found, score = UNKNOWN, best[start] + self._unknown_score
                else:
                    continue
                if score > best[end]:
                    best[end], origin[end], piece[end] = score, start, found
        ids: list[int] = []
        end = size
        while end:
            if not (piece[end] == UNKNOWN and ids and ids[-1] == UNKNOWN):
                ids.append(piece[end])
            end = origin[end]
        ids.reverse()
        return ids
