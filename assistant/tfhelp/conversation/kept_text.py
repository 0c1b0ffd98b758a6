"""What is kept of a text: without secrets and of bounded length; and the short lines that stand for it in lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tfhelp.reading.failure import is_bar
from tfhelp.reading.question import read_question
from tfhelp.reading.sanitize import sanitize
from tfhelp.redact import redact
from tfhelp.render.wrap import cells
from tfhelp_index.terms import fold, terms

if TYPE_CHECKING:
    from collections.abc import Sequence

MAX_TEXT_CHARS = 20_000
"""Kept of one text: a long one keeps its beginning (where a person's words stand) and its end (the error)."""

MAX_TITLE_COLUMNS = 80
MAX_SNIPPET_CHARS = 120

_HEAD_CHARS = 2_000
_MARK_CHARS = 60
_MARGIN_CHARS = 8_000
"""Read beyond each cut before secrets are looked for: half a token would not be recognized as one."""

_WINDOW_CHARS = 200_000
"""Looked at of a long text's end before progress bars are dropped from it."""


def kept_text(text: str) -> str:
    """The text as it may be stored or exported: sanitized, secrets replaced, at most `MAX_TEXT_CHARS` characters.

    Where something was cut out, a line says how many characters; it has no words, so that the language of the
    question stays what it was. The result is its own `kept_text`.
    """
    if len(text) <= _WINDOW_CHARS:
        head = tail = redact(sanitize(text))
        if len(tail) <= MAX_TEXT_CHARS:
            return tail
    else:
        head = redact(sanitize(text[: _HEAD_CHARS + _MARGIN_CHARS]))
        tail = redact(sanitize(text[-_WINDOW_CHARS:]))[_MARGIN_CHARS:]
    head = _to_line_end(head[:_HEAD_CHARS])
    tail = "\n".join(line for line in tail.split("\n") if not is_bar(line))
    tail = _from_line_start(tail[_HEAD_CHARS + _MARK_CHARS - MAX_TEXT_CHARS :])
    return f"{head}\n[… {len(text) - len(head) - len(tail):,} …]\n{tail}"


def _to_line_end(text: str) -> str:
    whole, end, _ = text.rpartition("\n")
    return whole if end and len(whole) > len(text) // 2 else text


def _from_line_start(text: str) -> str:
    _, end, whole = text.partition("\n")
    return whole if end and len(whole) > len(text) // 2 else text


def title_of(text: str, columns: int = MAX_TITLE_COLUMNS) -> str:
    """One line for a question: its root error, or its first line where nothing failed."""
    query = read_question(text)
    if query.form != "question" and query.errors:
        error = query.errors[0]
        line = f"{error.exception}: {error.message}" if error.exception else error.message
    else:
        line = next((line for line in text.split("\n") if line.strip()), "…")
    return shortened(line, columns)


def shortened(text: str, columns: int = MAX_TITLE_COLUMNS) -> str:
    """The text as one line that takes at most so many columns of a terminal."""
    line = " ".join(text[: 8 * columns].split())
    if cells(line) <= columns:
        return line
    while cells(line) > columns - 1:
        line = line[:-1]
    return line.rstrip() + "…"


def snippet(text: str, words: str) -> str:
    """The line of a text that shows most of the words that were looked for, cut around the first of them."""
    lines = [line.strip() for line in text.split("\n") if line.strip()] or [""]
    folded = [fold(line).casefold() for line in lines]
    typed = fold(words).casefold().split()
    best = _most(lines, [sum(word in line for word in typed) for line in folded])
    if best is None:  # other forms of the words, or Chinese without blanks
        typed = list(dict.fromkeys(terms(words)))
        wanted = set(typed)
        best = _most(lines, [len(wanted.intersection(terms(line))) for line in lines])
    if best is None:
        return _around(lines[0], 0)
    places = [place for word in typed if (place := folded[best].find(word)) >= 0]
    return _around(lines[best], min(places, default=0))


def _most(lines: Sequence[str], counts: Sequence[int]) -> int | None:
    best = max(range(len(lines)), key=lambda number: counts[number])
    return best if counts[best] else None


def _around(line: str, place: int) -> str:
    start = max(0, place - MAX_SNIPPET_CHARS // 3) if len(line) > MAX_SNIPPET_CHARS else 0
    piece = line[start : start + MAX_SNIPPET_CHARS]
    return ("…" if start else "") + piece.strip() + ("…" if start + len(piece) < len(line) else "")
