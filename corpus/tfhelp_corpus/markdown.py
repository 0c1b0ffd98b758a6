"""Markdown as a list of headed parts, by a real parser: a ``#`` inside a fence is no heading."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markdown_it.token import Token

_LINE_END = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class Part:
    """A heading and the text under it, up to the next heading of any level."""

    level: int
    """1 to 6; 0 for the text before the first heading."""
    heading: str
    """The heading's Markdown, without the hashes."""
    text: str
    line: int
    """0-based line of the heading."""


@dataclass(frozen=True, slots=True)
class Fence:
    """A fenced code block."""

    language: str
    code: str
    line: int
    """0-based line of the opening fence."""
    closed: bool


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark").enable("table")


def tokens(text: str) -> list[Token]:
    """Block tokens of the text (CommonMark with tables)."""
    return _parser().parse(text)


def split_lines(text: str) -> list[str]:
    """Lines as CommonMark counts them; ``str.splitlines`` would also end one at a form feed or at U+2028."""
    lines = _LINE_END.split(text)
    return lines if lines[-1] else lines[:-1]


def parts(text: str) -> list[Part]:
    """Split at top-level headings of any level."""
    lines = split_lines(text)
    heads: list[tuple[int, int, int, str]] = [(0, 0, 0, "")]
    stream = tokens(text)
    for token, inline in pairwise(stream):
        if token.type == "heading_open" and token.level == 0 and token.map:
            heads.append((int(token.tag[1:]), token.map[0], token.map[1], inline.content))
    found = []
    for (level, line, start, heading), after in zip(heads, [*heads[1:], (0, len(lines), 0, "")], strict=True):
        body = "\n".join(lines[start : after[1]]).strip("\n")
        if level or body.strip():
            found.append(Part(level, heading.strip(), body, line))
    return found


def fences(text: str) -> Iterator[Fence]:
    """Every fenced block, at any depth; one that is never closed runs to the end and says so."""
    lines = split_lines(text)
    for token in tokens(text):
        if token.type == "fence" and token.map:
            start, end = token.map
            last = lines[end - 1].strip().lstrip("> ") if end - 1 > start else ""
            closed = last.startswith(token.markup) and not last.strip(token.markup[0])
            yield Fence(token.info.strip(), token.content, start, closed)
