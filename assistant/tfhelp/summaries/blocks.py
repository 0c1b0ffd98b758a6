"""The blocks of a section's Markdown: prose joined to one line, code as it stands.

Line by line, not by the Markdown parser: this is on the way of every answer, and what it must tell apart is little.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Literal

from tfhelp_corpus.language import HAN

if TYPE_CHECKING:
    from collections.abc import Iterator

BlockKind = Literal["prose", "item", "code", "table", "heading"]

_OPEN = re.compile(r"^[ \t>]*(`{3,}|~{3,})[ \t]*([\w+#.-]*)[^`]*$")
_ITEM = re.compile(r"^[ \t]*(?:[-*+]|\d{1,3}[.)])[ \t]+")
_HEADING = re.compile(r"^[ \t]{0,3}#{1,6}[ \t]+")
_STRESS = re.compile(r"`[^`]*`|\*\*")
_RULE = re.compile(r"^[ \t]*([-*_])(?:[ \t]*\1){2,}[ \t]*$")


@cache
def _tight() -> re.Pattern[str]:
    """A blank between two Chinese lines; compiled when first needed, English has none."""
    return re.compile(rf"(?<=[{HAN}，。；：！？、）“”]) (?=[{HAN}（“”，。；：！？、])")


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, list item, code block, table or heading."""

    kind: BlockKind
    text: str
    """Of prose: one line of inline Markdown. Of code and tables: the lines."""
    language: str = ""
    """Of code, as its fence says."""


def blocks(text: str) -> list[Block]:
    """The blocks of a section, in order; a fence that is never closed runs to the end."""
    return list(_Reader(text).read())


class _Reader:
    def __init__(self, text: str) -> None:
        self._lines = iter(text.split("\n"))
        self._kind: BlockKind = "prose"
        self._held: list[str] = []

    def read(self) -> Iterator[Block]:
        for line in self._lines:
            if fence := _OPEN.match(line):
                yield from self._flush()
                yield self._code(fence[1], fence[2])
            elif not line.strip() or _RULE.match(line):
                yield from self._flush()
            elif item := _ITEM.match(line):
                yield from self._flush()
                self._start("item", line[item.end() :])
            elif heading := _HEADING.match(line):
                yield from self._flush()
                yield Block("heading", line[heading.end() :].strip(" #"))
            elif line.lstrip().startswith("|"):
                if self._kind != "table":
                    yield from self._flush()
                self._start("table", line)
            else:
                self._held.append(line.strip().removeprefix(">").strip())
        yield from self._flush()

    def _start(self, kind: BlockKind, line: str) -> None:
        self._kind = kind
        self._held.append(line.strip())

    def _flush(self) -> Iterator[Block]:
        if self._held:
            glue = "\n" if self._kind == "table" else " "
            text = glue.join(self._held)
            if self._kind != "table" and not text.isascii():
                text = _tight().sub("", text)
            yield Block(self._kind, text)
        self._held, self._kind = [], "prose"

    def _code(self, mark: str, language: str) -> Block:
        lines: list[str] = []
        for line in self._lines:
            bare = line.strip()
            if bare.startswith(mark) and not bare.strip(mark[0]):
                break
            lines.append(line)
        indent = min((len(line) - len(line.lstrip()) for line in lines if line.strip()), default=0)
        return Block("code", "\n".join(line[indent:] for line in lines).strip("\n"), language.lower())


def unstressed(text: str) -> str:
    """Inline Markdown without its bold marks, which mean nothing outside of it; code stays as it is."""
    return _STRESS.sub(lambda found: found[0] if found[0].startswith("`") else "", text)
