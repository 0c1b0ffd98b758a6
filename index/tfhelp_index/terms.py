"""One tokenization for both sides of lexical search: what is indexed and what is asked.

Identifiers are kept whole *and* in parts (``pad_token_id`` → itself, ``pad``, ``token``, ``id``), Chinese becomes
overlapping pairs of characters, English words lose their inflection. NFKC, case folding and Traditional → Simplified
come first, so that full-width letters and 顯存 find what they mean.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from tfhelp_corpus.language import HAN

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_TERM_CHARS = 64
"""Longer runs (base64, hashes, a line without a blank) are no words; only their head is kept."""

_WORD = r"[A-Za-z0-9_][A-Za-z0-9_.\-]*"
_ASCII_TOKEN = re.compile(_WORD)
_PIECE = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
_SUFFIX = re.compile(r"(?:ing|ed|ies|es|s|e)$")
_VOWEL = re.compile("[aeiouy]")


@cache
def _token() -> re.Pattern[str]:
    """Compiled when first needed: the wide classes take some milliseconds, and ASCII needs none of them."""
    return re.compile(rf"{_WORD}|(?P<han>[{HAN}]+)|[^\W{HAN}]+")


@cache
def _simplified() -> dict[int, str]:
    """Traditional to Simplified, character by character (from OpenCC's dictionary, see THIRD_PARTY_NOTICES.md)."""
    data = Path(__file__).parent / "data" / "traditional.txt"
    traditional, simplified, _ = data.read_text(encoding="utf-8").split("\n")
    return {ord(old): new for old, new in zip(traditional, simplified, strict=True)}


def fold(text: str) -> str:
    """NFKC and Traditional → Simplified; case is kept, since camel case shows where a name's parts begin."""
    if text.isascii():
        return text
    return unicodedata.normalize("NFKC", text).translate(_simplified())


def stem(word: str) -> str:
    """A lower-case English word without its inflection.

    Only what both sides must agree on; ``training``, ``trained`` and ``train`` become one, and what comes out need
    not be a word.
    """
    if len(word) < 4 or word.endswith("ss"):
        return word
    found = _SUFFIX.search(word)
    if found is None:
        return word
    root = word[: found.start()] + ("y" if found[0] == "ies" else "")
    if len(root) < 3 or not _VOWEL.search(root):
        return word
    if found[0] in ("ing", "ed") and root[-1] == root[-2] and root[-1] not in "lsz":
        root = root[:-1]  # padding → pad
    return root[:-1] if root.endswith("e") and len(root) > 3 else root


def terms(text: str) -> list[str]:
    """The terms of a text in order, repeated as often as they occur."""
    found: list[str] = []
    text = fold(text)
    for match in (_ASCII_TOKEN if text.isascii() else _token()).finditer(text):
        token = match[0]
        if match.lastgroup:
            found.extend(_pairs(token))
        elif token.isascii():
            found.extend(_identifier(token[:MAX_TERM_CHARS]))
        else:
            found.append(token[:MAX_TERM_CHARS].casefold())
    return found


def _pairs(run: str) -> Iterator[str]:
    """Overlapping pairs; a character that stands alone is its own term."""
    if len(run) == 1:
        yield run
    for index in range(len(run) - 1):
        yield run[index : index + 2]


def _identifier(token: str) -> Iterator[str]:
    token = token.rstrip(".-")
    lower = token.lower()
    if lower.isalpha() and (token.islower() or token.istitle() or token.isupper()):
        yield stem(lower)
        return
    yield lower
    pieces = [piece.lower() for piece in _PIECE.findall(token)]
    if len(pieces) > 1:
        for piece in pieces:
            if len(piece) > 1:
                yield stem(piece)
