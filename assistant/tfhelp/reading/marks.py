"""The marks that launchers, loggers and boxes put in front of a program's lines."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

MAX_MARKS = 4
"""Marks stand one behind the other: a rank, a time, a level, a box."""

_LEVEL = r"TRACE|DEBUG|INFO|NOTICE|WARN(?:ING)?|ERROR|CRITICAL|FATAL|SUCCESS"
_TIME = (
    r"\[?(?:\d{4}[-/]\d\d[-/]\d\d[T ]|\d\d[-/]\d\d(?:[-/]\d{2,4})?[T ]|[A-Z][a-z]{2} [ \d]\d )?"
    r"\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z|[+-]\d\d:?\d\d)?\]?"
)

_PROCESS = (
    r"(?:\[(?:(?:default|[Rr]ank ?|local_rank[ =]|trainer)\d+(?:\|\d+)?\]:?|\d+(?:,\d+)?\](?:<\w+>)?:)"
    r"|\((?:\w+\s)?pid=\d+[^)\n]{0,80}\)|\[pod/[^\]\s]{1,120}\]|(?=[A-Za-z.]{0,40}[\d_-])[\w.-]{1,40}\s+\|(?=\s|$))\s?"
)
_RECORD = (
    # One blank at most after each: the next ones are the indent of a stack's line.
    rf"(?:\[?(?P<before>{_LEVEL})\]?:?\s+)?{_TIME}"
    r"(?:\s(?:stdout|stderr)\s[FP])?(?:\s\S{1,60}\s[\w./-]{1,40}\[\d+\]:)?"
    rf"(?:\s?[|-]?\s?(?:[\w.]{{1,60}}\s-\s)?[\[<]?(?P<level>{_LEVEL})[\]>]?(?:\s*[|:-]+)?(?:\s[\w.]{{1,60}}\s-(?=\s))?)?"
    r"(?:\s?\[[^\]\s]{1,80}\])*(?:\s[\w.<>]{1,60}:[\w<>]{1,40}:\d+\s-)?(?:\s?(?:>>|[|:-])(?=\s|$))?\s?"
    rf"|\[(?P<hf>{_LEVEL})\|[^\]]{{1,80}}\]\s{_TIME}\s?>>\s?"
    rf"|\[(?P<bracket>{_LEVEL})\]:?\s+"
    rf"|(?P<logging>{_LEVEL}):(?:[\w.]{{1,60}}:|\s{{2,}})"
    r"|\[?(?P<glog>[EFIW])(?:\d{4})?\s\d\d:\d\d:\d\d[^\]]{0,120}\]\s?"
)
_RECORD_STARTS = frozenset("[0123456789TDINWECFSJMAO")
_LEVELS = ("ERROR", "WARNING", "INFO", "DEBUG", "CRITICAL", "FATAL", "NOTICE", "WARN")
_LEVEL_STARTS = (*(f"{level}:" for level in _LEVELS), *(f"[{level}]" for level in _LEVELS))
_LETTERS = {"E": "ERROR", "F": "FATAL", "I": "INFO", "W": "WARNING", "WARN": "WARNING"}


class Line(NamedTuple):
    """A line of a paste, with what its marks say."""

    text: str
    """Without marks and without blanks at its end."""
    source: str = ""
    """The rank, process or container that printed it; empty when no mark says so."""
    level: str = ""
    """Of the logger that printed it, in capitals; empty without one."""
    marked: bool = False
    """Whether a program's mark stood in front; such a line was not written by a person."""
    boxed: bool = False


def read_marks(lines: list[str]) -> list[Line]:
    """Take the marks off the lines of a paste."""
    labels = _labels(lines)
    return [_read(line.rstrip(), labels) for line in lines]


def _labels(lines: list[str]) -> re.Pattern[str] | None:
    """How ``srun -l`` or ``pdsh`` label this paste.

    ``0: `` and ``node01: `` in front of a line mean a label only where a traceback shows that they do.
    """
    for line in lines:
        if "Traceback (most recent" in line and (found := _label().match(line)):
            return _label(number=found[1].isdigit())
    return None


@cache
def _label(*, number: bool | None = None) -> re.Pattern[str]:
    kinds = {None: r"\d{1,4}|[A-Za-z][\w.-]{0,40}", True: r"\d{1,4}", False: r"[A-Za-z][\w.-]{0,40}\d"}
    tail = r": \s*Traceback \(most recent" if number is None else r":(?: |$)"
    return re.compile(rf"\s{{0,3}}({kinds[number]}){tail}")


@cache
def _pattern(pattern: str) -> re.Pattern[str]:
    """Compiled when first needed: most pastes have no marks, and these are the largest patterns of all."""
    return re.compile(pattern)


def _may_be_record(text: str) -> bool:
    """Whether a clock or a level stands near the beginning of a line."""
    if text.startswith(_LEVEL_STARTS):
        return True
    colon = text.find(":", 1, 60)
    while colon > 0:
        if text[colon - 1].isdigit() and text[colon + 1 : colon + 2].isdigit():
            return True
        colon = text.find(":", colon + 1, 60)
    return False


def _read(text: str, labels: re.Pattern[str] | None) -> Line:
    source, level, marked, boxed = "", "", False, False
    if labels and (found := labels.match(text)):
        source, marked, text = found[1], True, text[found.end() :]
    for _ in range(MAX_MARKS):
        first = text[:1]
        if first in "│┃" and first:
            boxed = marked = True
            text = text[2:] if text[1:2].isspace() else text[1:]
            text = text[:-1].rstrip() if text.endswith(("│", "┃")) else text
        elif text == ">" or text.startswith("> "):
            text = text[2:]  # a quoted reply
        elif first in (" ", "\t", "|"):
            inner = text.lstrip()
            if not inner.startswith("|") or (len(inner) > 1 and not inner[1].isspace()):
                break
            marked, text = True, inner[2:]
        elif text.startswith("wandb: "):
            marked, text = True, text[7:]
        elif text.startswith("E  "):
            marked, text = True, text[1:].lstrip()  # what pytest puts before a message
        elif (first in "[(" or "|" in text[1:60]) and first and (found := _pattern(_PROCESS).match(text)):
            marked, source, text = True, source or found[0].strip(), text[found.end() :]
        elif first in _RECORD_STARTS and _may_be_record(text) and (found := _pattern(_RECORD).match(text)):
            named = next(filter(None, found.group("before", "level", "hf", "bracket", "logging", "glog")), "")
            marked, level, text = True, level or _LETTERS.get(named, named), text[found.end() :]
        else:
            break
    return Line(text, source, level, marked, boxed)
