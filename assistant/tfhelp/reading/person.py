"""What a person wrote into a paste, told from what programs printed."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from tfhelp_corpus.language import HAN, language_of

from .addressed import ASKING, is_addressed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tfhelp_corpus.entry import Language

EDGE_LINES = 6
"""Prose at the very start and the very end of a long paste is the person's; between them programs talk."""

MANY_LINES = 2 * EDGE_LINES
LANGUAGE_CHARS = 20_000
"""Of a person's words; more of them say nothing new of their language."""

SAME_SHAPE = 3
"""Lines of one shape from which on they count as a program's."""

_CODE_LINE = re.compile(
    r"^\s*(?:>>>|\.\.\.|\$|import |from \w+ import|def |class |@|#(?!#)|\w+(?:\.\w+)*\s*[=(]|[{}\[\])]|%\w|!\w"
    r"|\S*[/\\]python[\d.]*(?:\.exe)?\"?\s|python3? (?:-m |-c |\S+\.py\b)"
    r"|for \w+ in |return |try:"
    r"|PS [A-Z]:\\|[A-Z]:\\[^>\n]{0,200}>|(?:\(\S{1,40}\) )?\S{1,60}@\S{1,80}[$#%]\s)"
)
_LOG_LINE = re.compile(
    r"^\s*(?:\[|\{|[EFIW]\d{4} \d\d:|INFO|DEBUG|WARNING|ERROR|×|│|╰─>|#\d+ +0x|- \[[ x]\]|@\w"
    r"|Collecting |Requirement already|Downloading |Installing |Using cached |Preparing metadata)"
)
_FENCE = re.compile(r"^\s*(```|~~~)")
_TEMPLATE = frozenset({
    "system info", "who can help?", "who can help", "information", "tasks", "reproduction", "expected behavior",
    "environment", "checklist", "environment info", "your current environment", "steps to reproduce", "logs",
})  # fmt: skip
_FOR_MACHINES = frozenset({
    "system info", "environment", "environment info", "your current environment", "who can help?", "who can help",
})  # fmt: skip


def person_lines(rest: Sequence[tuple[int, str]], marked: Sequence[bool], *, alone: bool) -> list[str]:
    """The lines that a person wrote, in order.

    Args:
        rest: lines that belong to no failure, with their numbers.
        marked: by number, whether a program's mark stood before the line.
        alone: there is no failure at all; such a text is taken for a person's unless it is marked or repeats itself.
    """
    prose = [
        text.strip() for number, text in _outside_code(rest) if not marked[number] and is_prose(text, alone=alone)
    ]
    if alone and len(prose) <= MANY_LINES:
        return prose
    shapes: dict[str, int] = {}
    for line in prose:
        shape = _shape(line)
        shapes[shape] = shapes.get(shape, 0) + 1
    written = [line for line in prose if shapes[_shape(line)] < SAME_SHAPE] or prose[:1]
    if len(written) <= MANY_LINES or alone:
        return written
    middle = [line for line in written[EDGE_LINES:-EDGE_LINES] if is_addressed(line)]
    return written[:EDGE_LINES] + middle + written[-EDGE_LINES:]


def language_of_person(lines: Sequence[str]) -> Language | None:
    """The language in which a person asks: of the lines that are addressed to a reader, else of all."""
    asking = " ".join(line for line in lines if ASKING.search(line[:400]))
    return language_of(asking[:LANGUAGE_CHARS]) or language_of(" ".join(lines)[:LANGUAGE_CHARS])


def is_prose(line: str, *, alone: bool) -> bool:
    """Whether a person wrote this line to be read; a text without a failure (``alone``) is taken for that."""
    if not line.strip() or line.lstrip().startswith(("- [ ]", "- [x]", "_No response_")):
        return False
    if language_of(line) == "zh":
        return not _LOG_LINE.match(line) and not _prompt().match(line) and not line.lstrip().startswith("#")
    if alone:
        return True
    return (
        not _CODE_LINE.match(line)
        and not _LOG_LINE.match(line)
        and (len(line.split()) >= 2 or line.endswith(("?", "!")))
    )


@cache
def _prompt() -> re.Pattern[str]:
    return re.compile(r"\s*(?:>>> |\$ |(?:\(\S{1,40}\) )?\[?\S{1,60}@[^\n$#%]{1,80}[$#%]\s)")


def _outside_code(rest: Sequence[tuple[int, str]]) -> list[tuple[int, str]]:
    """Lines outside fences and outside the sections of an issue form that are about the machine."""
    fences = sum(1 for _, text in rest if _FENCE.match(text))
    found = []
    fenced = skipped = False
    for number, text in rest:
        heading = text.strip().strip("#*: ").lower() if text.startswith("##") else None
        if _FENCE.match(text):
            fences -= 1
            fenced = not fenced and fences > 0  # the last of an odd number opens nothing
        elif heading is not None and not fenced:
            skipped = heading in _FOR_MACHINES
            if heading not in _TEMPLATE:
                found.append((number, text.strip("# ")))
        elif not fenced and not skipped:
            found.append((number, text))
    return found


@cache
def _number() -> re.Pattern[str]:
    return re.compile(r"[\d.,:/%]+")


def _shape(line: str) -> str:
    return _number().sub("0", line[:120])


@cache
def han_run() -> re.Pattern[str]:
    """Chinese with what stands inside it; compiled when first needed, wide classes are slow to compile."""
    return re.compile(f"[{HAN}][{HAN}\u3000-\u303f\uff00-\uffef0-9A-Za-z ]*")
