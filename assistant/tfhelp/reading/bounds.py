"""How much of a text is looked at, and in how large pieces.

The chat reads in a thread beside its screen's, and a single call of a regular expression or of a method of ``str``
keeps Python's one lock until it returns. So no call is handed more than a piece: between two of them the screen can
show a key.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_CHARS = 400_000
"""What is looked at of a text; of a longer one its head (where the words stand) and its tail (where the error is)."""

HEAD_CHARS = 20_000

MAX_LINE_CHARS = 4_000
"""What is looked at of a line."""

PIECE_CHARS = 32_768
"""What one call is handed, at most; the slowest pattern needs 2 ms for it."""


def bounded(text: str) -> str:
    """The text if it is not too long, else its head and its tail, at most `MAX_CHARS` and one character between.

    Bounding again what was bounded changes nothing.
    """
    if len(text) <= MAX_CHARS:
        return text
    return text[:HEAD_CHARS] + "\n" + text[HEAD_CHARS - MAX_CHARS :]


def pieces(text: str, size: int = PIECE_CHARS) -> Iterator[str]:
    """The text in pieces of at most ``size`` characters; together they are the text, and a short one stays whole.

    A piece ends behind the last line break in it, else behind the last blank, else anywhere.
    """
    start = 0
    while len(text) - start > size:
        end = text.rfind("\n", start, start + size) + 1 or text.rfind(" ", start, start + size) + 1 or start + size
        yield text[start:end]
        start = end
    yield text[start:]


def line_pieces(text: str, size: int = PIECE_CHARS) -> Iterator[str]:
    """The text in pieces of whole lines: as `pieces`, but a line longer than ``size`` is a piece by itself."""
    start = 0
    while len(text) - start > size:
        end = text.rfind("\n", start, start + size) + 1
        if not end:
            end = text.find("\n", start + size) + 1 or len(text)
        yield text[start:end]
        start = end
    if start < len(text):
        yield text[start:]
