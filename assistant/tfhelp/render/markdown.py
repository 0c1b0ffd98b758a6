"""Markdown to terminal lines.

Our own because of what it must not do: interpret markup in text, slow the start, or decorate code so that it cannot
be copied (`docs/decisions/0004-terminal-rendering.md`).
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from tfhelp_corpus.language import HAN

from .table import table_lines
from .wrap import Run, wrap

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .style import Style

_FENCE = re.compile(r"^(\s*)(`{3,}|~{3,})")
_HEADING = re.compile(r"^#{1,6}\s+(.*)$")
_ITEM = re.compile(r"^(\s*)([-*+]|\d{1,3}[.)])\s+(.*)$")
_TABLE = re.compile(r"^\s*\|")
_INLINE = re.compile(
    r"(?P<tick>`+)(?P<code>.+?)(?P=tick)(?!`)|\*\*(?P<bold>[^*\n]+)\*\*|\[(?P<label>[^\[\]\n]+)\]\((?P<url>[^()\s]+)\)"
    r"|(?<![\w*])\*(?P<em>[^*\n]+)\*(?![\w*])"
)
CODE_INDENT = "    "


@cache
def _han_break() -> re.Pattern[str]:
    """A line end inside Chinese, where no blank belongs; compiled when first needed, since wide classes are slow."""
    wide = f"[{HAN}\u3000-\u303f\uff00-\uffef]"
    return re.compile(f"(?<={wide})\n(?={wide})")


def markdown_lines(text: str, width: int, style: Style, indent: str = "") -> list[str]:
    """Render Markdown.

    Args:
        text: the Markdown.
        width: columns to fill; code is never broken.
        style: colours, or none.
        indent: put before every line.
    """
    lines: list[str] = []
    for block in _blocks(text.splitlines()):
        if lines and lines[-1] and not (block[0] == "item" and block[3]):
            lines.append("")
        lines.extend(_render(block, width, style, indent))
    return lines


_Block = tuple[str, str, str, bool]
"""Kind (code, heading, item, table, text), text, marker with its indent, whether it follows an item directly."""


def _blocks(lines: list[str]) -> Iterator[_Block]:
    at, tight = 0, False
    while at < len(lines):
        line = lines[at]
        if fence := _FENCE.match(line):
            end = _fence_end(lines, at, fence[2])
            code = "\n".join(inner.removeprefix(fence[1]) for inner in lines[at + 1 : end])
            yield "code", code, fence[1], False
            at, tight = end + 1, False
        elif not line.strip():
            at, tight = at + 1, tight and _item_follows(lines, at)
        elif heading := _HEADING.match(line):
            yield "heading", heading[1], "", False
            at, tight = at + 1, False
        elif _TABLE.match(line):
            end = next((n for n in range(at, len(lines)) if not _TABLE.match(lines[n])), len(lines))
            yield "table", "\n".join(lines[at:end]), "", False
            at, tight = end, False
        else:
            item = _ITEM.match(line)
            end = _paragraph_end(lines, at)
            body = [item[3] if item else line.strip(), *(inner.strip() for inner in lines[at + 1 : end])]
            marker = f"{item[1]}{item[2]} " if item else line[: len(line) - len(line.lstrip())]
            yield "item" if item else "text", "\n".join(body), marker, tight and bool(item)
            at, tight = end, bool(item)


def _fence_end(lines: list[str], start: int, mark: str) -> int:
    return next((n for n in range(start + 1, len(lines)) if lines[n].strip().startswith(mark)), len(lines))


def _item_follows(lines: list[str], at: int) -> bool:
    return at + 1 < len(lines) and bool(_ITEM.match(lines[at + 1]))


def _paragraph_end(lines: list[str], start: int) -> int:
    stops = (_FENCE, _HEADING, _ITEM, _TABLE)
    for number in range(start + 1, len(lines)):
        if not lines[number].strip() or any(stop.match(lines[number]) for stop in stops):
            return number
    return len(lines)


def _render(block: _Block, width: int, style: Style, indent: str) -> Iterator[str]:
    kind, text, marker, _ = block
    if kind == "code":
        for line in text.splitlines():
            yield f"{indent}{CODE_INDENT}{style.code(line)}" if line.strip() else ""
        return
    if kind == "table":
        for line in table_lines(text, width - len(indent), lambda cell: inline(cell, style), style.paint):
            yield f"{indent}{line}"
        return
    if kind == "heading":
        yield f"{indent}{style.bold(text)}"
        return
    first, rest = f"{indent}{marker}", f"{indent}{' ' * len(marker)}"
    runs = inline(text if text.isascii() else _han_break().sub("", text), style)
    for number, pieces in enumerate(wrap(runs, max(20, width - len(first)))):
        yield (rest if number else first) + "".join(style.paint(piece, name) for piece, name in pieces)


def inline(text: str, style: Style) -> list[Run]:
    """Runs of a paragraph; without colours, code keeps its backticks, since nothing else would show it."""
    runs: list[Run] = []
    at = 0
    for found in _INLINE.finditer(text):
        runs.append((text[at : found.start()], ""))
        if found["code"] is not None:
            code = found["code"].strip() or found["code"]
            runs.append((code if style.colored else f"`{code}`", "code"))
        elif found["bold"] is not None:
            runs.append((found["bold"].replace("`", ""), "bold"))
        elif found["em"] is not None:
            runs.append((found["em"], ""))
        else:
            runs.append((found["label"], ""))
            if found["url"].startswith(("http://", "https://")) and found["url"] != found["label"]:
                runs.append((f" ({found['url']})", "dim"))
        at = found.end()
    runs.append((text[at:], ""))
    return [run for run in runs if run[0]]
