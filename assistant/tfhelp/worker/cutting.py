"""Cutting a text that is too long in its middle: at the ends of sentences, and never through a fence.

Fenced is what a prompt marks as data, ``<<<NAME`` to ``END>>>``, each on a line of its own. A fence that loses one of
its marks would let the data run into the instructions.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

GAP = "\n[…]\n"
"""Stands where a text was cut."""

OPEN, CLOSE = "<<<", "END>>>"
MOST_CHARS = 80
"""Of a unit of the last fenced text: a question may be one endless sentence."""

_SENTENCE = re.compile(r"(?<=[.!?])\s+|(?<=[。！？；])|\n+")
_PIECE = re.compile(rf".{{1,{MOST_CHARS}}}(?:\s+|$)|.{{1,{MOST_CHARS}}}", re.DOTALL)


class Cuttable:
    """A text in units, sentences and lines, that keeps its beginning and its end.

    The end is the last fenced text and what follows it; of a text without fences, its last paragraph.
    """

    def __init__(self, text: str) -> None:
        self._units = _units(text)
        self._last = max((n for n, unit in enumerate(self._units) if unit.startswith(OPEN)), default=None)
        if self._last is not None:
            head, mark, tail = self._units[: self._last], self._units[self._last], self._units[self._last + 1 :]
            self._units = [*head, mark, *(piece for unit in tail for piece in _PIECE.findall(unit))]
        self.tail = self._last_paragraph() if self._last is None else self._last
        """Number of the unit with which the end begins."""
        self.least_tail = self._least_tail()
        """The same, for as short an end as there can be."""

    def cut(self, head: int, tail: int) -> str:
        """The text without the units from ``head``, at most `tail`, to ``tail``, at most `least_tail`."""
        if self._last is not None and tail == self._last + 1:
            tail = self._last  # the mark alone need not go
        kept, end = "".join(self._units[:head]), "".join(self._units[tail:]).lstrip()
        closing = f"{CLOSE}\n\n" if kept.count(OPEN) > kept.count(CLOSE) else ""
        mark = f"{self._units[self._last]}{GAP.lstrip()}" if self._last is not None and tail > self._last + 1 else ""
        return f"{kept.rstrip()}{GAP}{closing}{mark}{end}"

    def _last_paragraph(self) -> int:
        for number in range(len(self._units) - 1, 0, -1):
            if "\n\n" in self._units[number - 1]:
                return number
        return max(0, len(self._units) - 1)

    def _least_tail(self) -> int:
        closing = [n for n, unit in enumerate(self._units) if unit.startswith(CLOSE)]
        if self._last is None or not closing or closing[-1] < self._last + 2:
            return max(self.tail, len(self._units) - 1 if self._last is None else 0)
        return closing[-1] - 1


def _units(text: str) -> list[str]:
    """Sentences and lines, with the blanks behind them; joined they are the text."""
    return list(filter(None, _pieces(text)))


def _pieces(text: str) -> Iterator[str]:
    start = 0
    for match in _SENTENCE.finditer(text):
        yield text[start : match.end()]
        start = match.end()
    yield text[start:]
