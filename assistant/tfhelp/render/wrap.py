"""Wrapping text by terminal cells, Chinese included: a Han character takes two and may be broken after."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field

Run = tuple[str, str]
"""A piece of text and the name of its style."""

_CLOSING = frozenset("。，、；：？！）」』”’》】…%,.;:?!)]}")
_OPENING = frozenset("（「『“‘《【([{")


def cells(text: str) -> int:
    """How many columns a terminal gives to the text."""
    if text.isascii():
        return len(text)
    return sum(_cells(character) for character in text)


def _cells(character: str) -> int:
    if unicodedata.combining(character) or character == "\ufe0f":
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def cut(text: str, columns: int) -> str:
    """The text, or as much of its beginning as fits with an ellipsis behind it."""
    if cells(text) <= columns:
        return text
    while text and cells(text) > columns - 1:
        text = text[:-1]
    return text.rstrip() + "…"


@dataclass(slots=True)
class _Atom:
    """What must not be broken: a word, or one Han character with the punctuation that clings to it."""

    spaced: bool
    runs: list[Run] = field(default_factory=list)
    width: int = 0
    last: str = ""

    def add(self, character: str, style: str) -> None:
        if self.runs and self.runs[-1][1] == style:
            self.runs[-1] = (self.runs[-1][0] + character, style)
        else:
            self.runs.append((character, style))
        self.width += _cells(character)
        self.last = character


def wrap(runs: list[Run], width: int) -> list[list[Run]]:
    """Break runs into lines of at most ``width`` cells; a single longer word keeps its line to itself."""
    lines: list[list[Run]] = []
    line: list[Run] = []
    used = 0
    for atom in _atoms(runs):
        gap = 1 if atom.spaced and line else 0
        if line and used + gap + atom.width > width:
            lines.append(line)
            line, used, gap = [], 0, 0
        if gap:
            # The blank takes the style of what follows only inside one style: a link's colour must not bleed.
            line.append((" ", line[-1][1] if line[-1][1] == atom.runs[0][1] else ""))
        line.extend(atom.runs)
        used += gap + atom.width
    return [*lines, line] if line else lines


def _atoms(runs: list[Run]) -> list[_Atom]:
    atoms: list[_Atom] = []
    spaced = True
    for text, style in runs:
        for character in text:
            if character in " \t\n":
                spaced = True
                continue
            if not spaced and atoms and not _breaks(atoms[-1].last, character):
                atoms[-1].add(character, style)
            else:
                atom = _Atom(spaced=spaced and bool(atoms))
                atom.add(character, style)
                atoms.append(atom)
            spaced = False
    return atoms


def _breaks(before: str, after: str) -> bool:
    """Whether a line may end between two characters that no blank separates."""
    if after in _CLOSING or before in _OPENING:
        return False
    return _cells(before) == 2 or _cells(after) == 2
