"""Putting what people typed into Markdown so that none of it is read as markup."""

from __future__ import annotations

import re

_SPECIAL = re.compile(r"[\\`*\[\]<>~|&]|(?<![^\W_])_|_(?![^\W_])|^(?=[#+-])|^(\d+)(?=[.)])")
_CODE = re.compile(r"(`[^`]+`)")
_TICKS = re.compile("`+")
_FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})(.*)$")
_THREAD = re.compile(r"^([\w.-]+/[\w.-]+)#(\d+)$")


def fenced(text: str) -> str:
    """The text as a block of code, in a fence longer than any in it."""
    longest = max((len(run) for run in _TICKS.findall(text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}text\n{text.strip(chr(10))}\n{fence}"


def plain(text: str) -> str:
    """The text as one line in which Markdown sees nothing."""
    return _SPECIAL.sub(lambda found: f"{found[1] or ''}\\{'' if found[1] else found[0]}", " ".join(text.split()))


def inline(text: str) -> str:
    """A line whose code in backticks stays code, and in which Markdown sees nothing else."""
    pieces = _CODE.split(text)
    return "".join(piece if number % 2 else _apart(piece) for number, piece in enumerate(pieces))


def _apart(text: str) -> str:
    """`plain`, with the blanks at both ends, which stand between it and code."""
    bare = text.strip()
    return text.replace(bare, plain(bare), 1) if bare else text


def code(text: str) -> str:
    """The text as code in a line, or in a cell of a table."""
    shown = " ".join(text.split()).replace("`", "'").replace("|", "/")
    return f"`{shown}`" if shown else ""


def closed(markdown: str) -> str:
    """Markdown that ends outside any fence: one that was left open must not swallow what follows."""
    fence = ""
    for line in markdown.split("\n"):
        found = _FENCE.match(line)
        if found and not fence:
            fence = found[1]
        elif found and found[1].startswith(fence) and not found[2].strip():
            fence = ""
    return f"{markdown}\n{fence}" if fence else markdown


def reference(text: str) -> str:
    """A thread as a link, anything else as it is."""
    if thread := _THREAD.match(text):
        return f"[{text}](https://github.com/{thread[1]}/issues/{thread[2]})"
    return plain(text)
