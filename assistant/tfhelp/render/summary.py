"""A summary as lines: sentences that stand each for themselves, and code that can be copied."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .markdown import inline, markdown_lines
from .wrap import wrap

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tfhelp_corpus.entry import Language

    from .style import Style

INDENT = "  "

_FENCED = re.compile(r"^(`{3,})[^\n]*\n.*?^\1[ \t]*$", re.MULTILINE | re.DOTALL)


def parts(text: str) -> Iterator[str]:
    """The lines of a summary that say something, and each block of code as one part, with its fences."""
    at = 0
    for fence in _FENCED.finditer(text):
        yield from filter(str.strip, text[at : fence.start()].splitlines())
        yield fence[0]
        at = fence.end()
    yield from filter(str.strip, text[at:].splitlines())


def after(text: str, shown: Iterable[str]) -> str:
    """What a summary says besides the sentences that were shown one by one as it was written."""
    for sentence in shown:
        text = text.lstrip().removeprefix(sentence)
    return text


def together(language: Language, *sentences: str) -> str:
    """Sentences that follow each other; a Chinese one ends without a blank."""
    return ("" if language == "zh" else " ").join(filter(None, sentences))


def passing(text: str) -> str:
    """What goes on while a summary is written, as part of a line: it begins with a small letter, and has no end."""
    text = text.rstrip(".。…")
    word = text.partition(" ")[0]
    return text[:1].lower() + text[1:] if word[1:].islower() else text


def summary_lines(text: str, width: int, style: Style) -> list[str]:
    """Render a summary, or a part of one, for a terminal of ``width`` columns."""
    lines: list[str] = []
    for part in parts(text):
        if part.startswith("```"):
            lines += ["", *markdown_lines(part, width, style, INDENT)]
        else:  # a line of its own is no list and no heading, whatever it begins with
            rows = wrap(inline(part, style), max(20, width - len(INDENT)))
            lines += [INDENT + "".join(style.paint(piece, name) for piece, name in row) for row in rows]
    return lines
