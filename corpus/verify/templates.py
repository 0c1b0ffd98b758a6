"""Texts that Python source can print: every string constant and f-string, a line a template, with gaps."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tfhelp_corpus.signature import find, normalize

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

MIN_CHARS = 12
"""A template with less literal text than this could have printed anything."""

_GAP = "\0"
_FIELDS = re.compile(r"(?<!\{)\{[\w.!:\[\]]*\}(?!\})|%(?:\(\w+\))?[sdrfgi]")
"""What ``str.format`` and ``%`` fill in."""


@dataclass(frozen=True, slots=True)
class Template:
    """One line that a source file may print."""

    parts: tuple[str, ...]
    """Normalized literal parts, in order; something varies between them."""
    where: str
    """The file, relative to the package's parent."""

    @property
    def longest(self) -> str:
        """Its longest literal part."""
        return max(self.parts, key=len)

    def prints(self, line: str) -> bool:
        """Whether it can have printed the normalized ``line``."""
        return find(self.parts, line) is not None

    def holds(self, literals: Sequence[str]) -> bool:
        """Whether the literal parts of a signature stand in it, in order, gaps or not between them."""
        return find(literals, _GAP.join(self.parts)) is not None


def templates(package: Path) -> Iterator[Template]:
    """All templates of a package's Python files."""
    for path in sorted(package.rglob("*.py")):
        try:
            tree = ast.parse(path.read_bytes())
        except (SyntaxError, ValueError):  # a file for another Python, or a template of one
            continue
        where = path.relative_to(package.parent).as_posix()
        seen = set()
        for text in _texts(tree):
            for line in text.splitlines():
                parts = tuple(part for part in map(normalize, _FIELDS.sub(_GAP, line).split(_GAP)) if part)
                if sum(map(len, parts)) >= MIN_CHARS and parts not in seen:
                    seen.add(parts)
                    yield Template(parts, where)


def _texts(tree: ast.AST) -> Iterator[str]:
    """String expressions, the outermost of each nest; docstrings too (they do no harm: nothing asks for them)."""
    stack = [tree]
    while stack:
        node = stack.pop()
        text = _text(node)
        if text is None:
            stack.extend(ast.iter_child_nodes(node))
        else:
            yield text


def _text(node: ast.AST) -> str | None:
    """The text of a string expression with a gap for each value; None for anything else."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else None
    if isinstance(node, ast.JoinedStr):
        return "".join(_text(part) or _GAP for part in node.values)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        left, right = _text(node.left), _text(node.right)
        return None if left is None and right is None else f"{left or _GAP}{right or _GAP}"
    return None
