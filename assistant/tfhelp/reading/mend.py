"""Undoing what browsers, chat programs and terminals did to a text between the screen and the paste."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from .addressed import is_addressed
from .bounds import MAX_LINE_CHARS, line_pieces

if TYPE_CHECKING:
    from collections.abc import Iterator

_ENTITIES = (
    ("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&nbsp;", " "), ("&#39;", "'"), ("&#34;", '"'),
    ("&#x27;", "'"), ("&#60;", "<"), ("&#62;", ">"), ("&amp;", "&"),
)  # fmt: skip
_TYPOGRAPHY = (("‘", "'"), ("’", "'"), ("“", '"'), ("”", '"'), ("\u00a0", " "))

_FOLDED = "Traceback (most recent call last):"

WIDTHS = frozenset({72, 76, 79, 80, 90, 100, 110, 120, 128, 132, 140, 150, 160, 200})
"""Widths that terminals have; a line that is exactly as long as the longest one of a paste may have been broken."""

MIN_WIDTH = 60

SEAM_CHARS = 8_192
"""In so many characters of a joined traceback seams are looked for at once: that is slow."""

_SEAM_REACH = 1_000
"""Characters behind a seam, at most, by which it is told."""


def mend(text: str) -> str:
    """Text with HTML entities, typographic quotes and joined lines undone; for reading, not for showing."""
    text = "".join(map(_typed, line_pieces(text)))
    if _FOLDED in text:
        return "\n".join(_unfolded(line) if _FOLDED in line else line for line in text.split("\n"))
    return text


def _typed(text: str) -> str:
    if "&" in text:
        for entity, meant in _ENTITIES:
            text = text.replace(entity, meant)
    if not text.isascii():
        for typed, meant in _TYPOGRAPHY:
            text = text.replace(typed, meant)
    return text


def unwrap(lines: list[str]) -> list[str]:
    """Join the lines that a terminal broke in the middle of a word.

    Only a break inside a word is mended here: there the two halves mean nothing, while a break between words is
    harmless, since the lines of a message are joined by blanks anyway.
    """
    lengths = list(map(len, lines))
    width = max(lengths, default=0)
    if width < MIN_WIDTH or not (width in WIDTHS or lengths.count(width) > 1):
        return lines
    joined: list[str] = []
    open_line = False
    for line, length in zip(lines, lengths, strict=True):
        if (
            open_line
            and len(joined[-1]) + length <= MAX_LINE_CHARS  # all lines of a log may be of one length
            and line[:1].isascii()
            and line[:1].isalnum()
            and not line[:1].isupper()
            and not is_addressed(line)
        ):
            joined[-1] += line
        else:
            joined.append(line)
        open_line = length == width and (line[-1].isalnum() or line[-1] in "_-/.")
    return joined


def _unfolded(line: str) -> str:
    """The lines of a traceback that a chat program joined into one."""
    head, found, tail = line.partition(_FOLDED)
    if 'File "' not in tail:
        return line
    return f"{head}{found}\n" + "\n".join(_parts(tail.lstrip()))


def _parts(text: str) -> Iterator[str]:
    """What stands between the seams."""
    begun = 0
    for start in range(0, len(text), SEAM_CHARS):
        end = start + SEAM_CHARS
        for seam in _seams().finditer(text, start, end + _SEAM_REACH):
            if seam.start() < end:
                yield text[begun : seam.start()]
                begun = seam.end()
    yield text[begun:]


@cache
def _seams() -> re.Pattern[str]:
    """The blanks at which a new line of a joined traceback begins."""
    name = r"(?:[A-Za-z_]\w{0,60}\.){0,8}[A-Za-z_]\w{0,60}(?:Error|Exception|Interrupt|Exit|OutOfMemory)"
    return re.compile(
        rf'(?<=\S)[ \t]{{1,16}}(?=File "[^"\n]{{1,300}}", line \d|{name}: |Traceback \(most recent call last'
        r"|During handling of the above exception|The above exception was the direct)"
    )
