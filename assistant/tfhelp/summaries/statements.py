"""The statements of a block of code that can be quoted by themselves, and which of them the text is about."""

from __future__ import annotations

import ast
import re
import shlex
import warnings
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .blocks import Block

MAX_CHARS = 160
"""Of a quoted statement."""

SHELL = ("bash", "sh", "shell", "powershell", "console", "cmd", "bat", "zsh")
_PYTHON = ("python", "py", "python3", "ipython")

_PREPARING = re.compile(
    r"(?:cd |mkdir |python3? -m venv|conda create|(?:python3? -m )?pip uninstall|unset |set |source |git clone "
    r"|conda activate|cp \S+ \S+\.bak|mv \S+ \S+\.bak)|\w+=\S*$"
)
"""A command that is no fix without the next one."""
_LOOKING = re.compile(
    r"\s*(?:python3? -c|nvidia-smi|print\(|grep|ls |env\b|pip (?:show|list)|python3? -m pip (?:show|list))"
)
_COMMENT = re.compile(r"[ \t]+#[^\"'\n]*$", re.MULTILINE)
_ARGUMENT = re.compile(r"\(.*\w=(?!=)")
"""A call that says what it wants."""
_SPAN = re.compile(r"`([^`]+)`")
_IDENTIFIER = re.compile(r"[A-Za-z_]\w{2,}", re.ASCII)
_TELLING = re.compile(r"\b(?:[a-z]\w*_\w+|[A-Z][a-z]+[A-Z]\w*|[A-Z]+_[A-Z_]+)\b", re.ASCII)
"""A name that prose tells from words without backticks."""
_COMMON = frozenset(
    ("model", "tokenizer", "transformers", "torch", "python", "import", "print", "from", "None", "True", "False")
)
"""Names that nearly every block has."""


def names(text: str) -> frozenset[str]:
    """The identifiers of a text: all within backticks, and those outside that no word looks like."""
    found = {name for span in _SPAN.findall(text) for name in _IDENTIFIER.findall(span)}
    return frozenset(found | set(_TELLING.findall(text))) - _COMMON


def commands(code: Block) -> list[str]:
    """The lines of a shell block but for comments; none if the first one cannot stand alone."""
    lines = _without_comments(code)
    return lines if lines and _alone(lines[0]) else []


def _without_comments(code: Block) -> list[str]:
    return [_spaced(line) for line in code.text.splitlines() if line.strip() and not line.lstrip().startswith("#")]


def statements(code: Block) -> list[str]:
    """What of a block can be quoted by itself, each on a line; without imports and what only prepares."""
    if code.language in SHELL:
        lines = _without_comments(code)
        broken = any(line.endswith("\\") or "<<" in line for line in lines)
        fitting = [] if broken else [line for line in lines if _alone(line) and not preparing(line)]
        return [line for line in fitting if quotable(line)]
    if code.language in _PYTHON:
        tree = _parsed(code.text)
        return [line for node in _simple(tree.body) for line in _quotes(node, code.text)] if tree else []
    return []


def decisive(code: Block, texts: Sequence[frozenset[str]], *, looks: bool = False) -> str | None:
    """The statement that names most of what the texts name; None if none does, or it cannot stand alone.

    Args:
        code: a block.
        texts: names, those that count most first.
        looks: its step finds something out, so that what is printed is the point.
    """
    lines = [line for line in statements(code) if looks or not finds_out(line)]
    if looks and any(line.startswith("print(") for line in lines):
        made = _bound(code)  # what only the rest of the block knows cannot be looked at without it
        lines = [line for line in lines if line.startswith("print(") and not made & set(_IDENTIFIER.findall(line))]
    scores = [_score(line, texts) for line in lines]
    if max(scores, default=0) > 0:
        return lines[scores.index(max(scores))]
    if len(lines) == 1 or looks or code.language in SHELL:
        return next(iter(lines), None)
    return next((line for line in lines if _ARGUMENT.search(line)), None)


def _bound(code: Block) -> set[str]:
    """The names that the statements of a block assign."""
    tree = _parsed(code.text) if code.language in _PYTHON else None
    nodes = ast.walk(tree) if tree else ()
    return {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}


def _score(line: str, texts: Sequence[frozenset[str]]) -> int:
    known = frozenset(_IDENTIFIER.findall(line))
    return sum(2 ** (len(texts) - place) * len(known & wanted) for place, wanted in enumerate(texts))


def finds_out(line: str) -> bool:
    """Whether a statement only shows something."""
    return bool(_LOOKING.match(line))


def preparing(line: str) -> bool:
    """Whether a command is no fix without the next one."""
    return bool(_PREPARING.match(line.strip()))


def quotable(line: str) -> bool:
    """Whether a line fits between backticks."""
    return "`" not in line and len(line) <= MAX_CHARS


def _spaced(line: str) -> str:
    """A line with two blanks before its comment, which its block lines up."""
    return re.sub(r"[ \t]{3,}#", "  #", line.rstrip())


def _alone(line: str) -> bool:
    """Whether a line ends what it begins: brackets, quotation marks, and no continuation."""
    if line.endswith(("\\", "(", "[", "{", ",", ":", "|", "&&")) or "<<" in line:
        return False
    return closed(line) and all(line.count(left) == line.count(right) for left, right in ("()", "[]", "{}"))


def closed(line: str) -> bool:
    """Whether each quotation mark of a line has its counterpart."""
    try:
        shlex.split(line, comments=True)
    except ValueError:
        return False
    return True


def _simple(body: Sequence[ast.stmt]) -> Iterator[ast.stmt]:
    """The statements that mean the same outside of their block."""
    for node in body:
        if isinstance(node, ast.With):
            yield from _simple(node.body)
        elif isinstance(node, ast.AugAssign | ast.Expr | ast.Delete) or (
            isinstance(node, ast.Assign) and not _mere_values(node)
        ):
            yield node


def _mere_values(node: ast.Assign) -> bool:
    """Whether plain names get constants, which the other statements work with."""
    return all(isinstance(target, ast.Name | ast.Tuple) for target in node.targets) and not any(
        isinstance(part, ast.Call | ast.Attribute | ast.Subscript) for part in ast.walk(node.value)
    )


def _quotes(node: ast.stmt, text: str) -> Iterator[str]:
    """A statement on one line; of one that is too long for it the arguments."""
    line = _on_one_line(node, text)
    if line and quotable(line):
        yield line
    elif isinstance(node, ast.Assign | ast.Expr) and isinstance(node.value, ast.Call):
        arguments = (ast.get_source_segment(text, argument) or "" for argument in node.value.keywords)
        yield from (argument for argument in arguments if "\n" not in argument and quotable(argument))


def _on_one_line(node: ast.stmt, text: str) -> str | None:
    """A statement on one line, None if that would change it."""
    segment = ast.get_source_segment(text, node) or ""
    if "\n" not in segment:
        return segment
    made = re.sub(r",?\s*\n\s*([)\]}])", r"\1", _COMMENT.sub("", segment))
    made = re.sub(r"([(\[{])\s*\n\s*", r"\1", made)
    made = re.sub(r"\s*\n\s*", " ", made)
    tree = _parsed(made)
    return made if tree and ast.dump(tree) == ast.dump(ast.Module([node], [])) else None


def _parsed(text: str) -> ast.Module | None:
    """The tree of Python code, None where it is none; what the parser has to say of the code is not the reader's."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
