"""Error templates: literal text with gaps, matched by substring search alone.

A pattern such as ``Tried to allocate {size}. GPU {n} has`` is a row of literal parts with gaps between them. Looking
for the parts one after another with ``str.find`` is linear, needs nothing compiled, and cannot blow up on hostile
input as a regular expression with several ``.*?`` can.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

MIN_LITERAL_CHARS = 8
"""A pattern needs one literal part of at least this length, or it would match anything."""

MAX_GAP_CHARS = 600
"""A variable part never spans more than this (class lists in messages are long, messages are not books)."""

_QUOTES = str.maketrans({"‘": "'", "’": "'", "“": "'", "”": "'", '"': "'", "`": "'"})
_PIECES = re.compile(r"\{\{|\}\}|\{[^{}]*\}|[^{}]+|[{}]")


class PatternError(ValueError):
    """A pattern that cannot be used; the message says why."""


def normalize(text: str) -> str:
    """Fold what varies between prints of one message: case, runs of white space, the kind of quotes."""
    return " ".join(text.translate(_QUOTES).split()).lower()


def literal_parts(pattern: str) -> tuple[str, ...]:
    """Split a pattern into its normalized literal parts, in order.

    Raises:
        PatternError: a brace without partner, or no literal part that is long enough to mean something.
    """
    parts = [""]
    for piece in _PIECES.findall(pattern):
        if piece in ("{{", "}}"):
            parts[-1] += piece[0]
        elif piece in ("{", "}"):
            raise PatternError(f"a lone {piece!r}: write {piece * 2!r} for the character itself")
        elif piece.startswith("{"):
            parts.append("")
        else:
            parts[-1] += piece
    # A part keeps no blank at its ends: what stands in a gap may bring its own.
    literals = tuple(part for part in map(normalize, parts) if part)
    if not any(len(part) >= MIN_LITERAL_CHARS for part in literals):
        raise PatternError(f"no literal part of {MIN_LITERAL_CHARS} characters or more")
    return literals


def find(literals: Sequence[str], text: str) -> tuple[int, int] | None:
    """Look for the parts one after another in normalized ``text``.

    Returns:
        The start and end of the first match, or None.
    """
    start = text.find(literals[0])
    while start >= 0:
        end = start + len(literals[0])
        again = start + 1
        reach = len(literals[0])  # from a start to the end of the part before, without gaps
        for number, part in enumerate(literals[1:], start=1):
            at = text.find(part, end)
            if at < 0:
                return None  # and a later start would not find it either
            if at > end + MAX_GAP_CHARS:
                again = max(again, at - reach - number * MAX_GAP_CHARS)  # no earlier start comes that far
                break
            end = at + len(part)
            reach += len(part)
        else:
            return start, end
        start = text.find(literals[0], again)
    return None


def matches(pattern: str, line: str) -> bool:
    """Whether the pattern occurs in the line as printed (both are normalized here)."""
    return find(literal_parts(pattern), normalize(line)) is not None
