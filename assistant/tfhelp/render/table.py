"""A Markdown table on a terminal: columns where they fit, a list of its rows where they do not."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .wrap import Run, cells, wrap

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_BETWEEN = re.compile(r"(?<!\\)\|")
_RULE = re.compile(r"^[\s|:-]+$")
_GAP = 2


def table_lines(
    text: str, width: int, inline: Callable[[str], list[Run]], paint: Callable[[str, str], str]
) -> Iterator[str]:
    """Lines of a table.

    Args:
        text: the table's Markdown, its head first.
        width: columns to fill.
        inline: gives the runs of a cell.
        paint: gives a run its style.
    """
    rows = [[inline(cell) for cell in _split(line)] for line in text.splitlines() if not _RULE.match(line)]
    if not rows:
        return
    count = max(map(len, rows))
    rows = [row + [[] for _ in range(count - len(row))] for row in rows]
    widths = [max(_width(row[column]) for row in rows) for column in range(count)]
    if sum(widths) + _GAP * (count - 1) <= width:
        yield from _columns(rows, widths, paint)
    else:
        yield from _list(rows, width, paint)


def _split(line: str) -> list[str]:
    inner = line.strip().removeprefix("|").removesuffix("|")
    return [cell.strip().replace("\\|", "|") for cell in _BETWEEN.split(inner)]


def _width(runs: list[Run]) -> int:
    return sum(cells(text) for text, _ in runs)


def _columns(rows: list[list[list[Run]]], widths: list[int], paint: Callable[[str, str], str]) -> Iterator[str]:
    for number, row in enumerate(rows):
        line = ""
        for runs, column in zip(row, widths, strict=True):
            line += "".join(paint(text, style or ("" if number else "bold")) for text, style in runs)
            line += " " * (column - _width(runs) + _GAP)
        yield line.rstrip()


def _list(rows: list[list[list[Run]]], width: int, paint: Callable[[str, str], str]) -> Iterator[str]:
    for number, row in enumerate(rows):
        runs: list[Run] = []
        for position, cell in enumerate(filter(None, row)):
            runs += [(" · ", "")] if position else []
            runs += cell if number else [(text, style or "bold") for text, style in cell]
        for position, line in enumerate(wrap(runs, width - 2)):
            lead = "" if not number else "  " if position else "- "
            yield lead + "".join(paint(text, style) for text, style in line)
