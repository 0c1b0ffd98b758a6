"""What the Python code of a fix claims to exist: imports, attributes, and keyword arguments of calls."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tfhelp_corpus.entry import Entry

CHECKED = ("transformers", "torch", "accelerate", "peft", "datasets", "tokenizers", "huggingface_hub", "safetensors")
"""Packages whose names can be looked up in the matrix."""

USUAL = {
    "model": "transformers.PreTrainedModel", "base": "transformers.PreTrainedModel",
    "tokenizer": "transformers.PreTrainedTokenizerBase", "tok": "transformers.PreTrainedTokenizerBase",
    "processor": "transformers.ProcessorMixin", "trainer": "transformers.Trainer",
    "args": "transformers.TrainingArguments", "training_args": "transformers.TrainingArguments",
    "generation_config": "transformers.GenerationConfig", "dataset": "datasets.Dataset", "ds": "datasets.Dataset",
}  # fmt: skip
"""What a name stands for where the code does not say it."""

COMMON = ("generate", "train", "from_pretrained", "save_pretrained", "push_to_hub", "apply_chat_template")
"""Methods whose arguments are looked up also where the code does not say whose they are."""

NEAR_CHARS = 400
"""So much text before a block of code is looked through for the name of a release."""

_VARIABLE = re.compile(r"\b(?:HF|HUGGINGFACE|TRANSFORMERS|TOKENIZERS|ACCELERATE|SAFETENSORS)_[A-Z0-9_]*[A-Z0-9]\b")
_TOOL = re.compile(r"^\s*(?:\$ )?(hf|huggingface-cli|accelerate) +(?=[a-z])([^|;&#\n]*)", re.MULTILINE)
_FLAG = re.compile(r"(?<![\w-])--([a-z][a-z_-]+)")
_OWNER = {"hf": "huggingface_hub", "huggingface-cli": "huggingface_hub", "accelerate": "accelerate"}

_FENCE = re.compile(r"^( *)```(\w*)[^\n]*\n(.*?)^\1```", re.MULTILINE | re.DOTALL)
_VERSION = re.compile(
    r"\b[v≤<]?\s?[45](?:\.\d+|\.x)+|\bv[45]\b|\bold(?:er)?\b|旧版|老版|以前的版本|更早", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Claim:
    """One thing that a line of code takes for granted."""

    path: str
    """Dotted, from the package on: ``transformers.Trainer.train``."""
    keywords: tuple[str, ...]
    """Names of arguments that are passed to it."""
    dated: bool
    """Whether text near by names a release, so that it need not exist in the newest one."""
    certain: bool
    """False where the code does not say what the object is: then only what exists is looked at closer."""


def claims(entry: Entry) -> Iterator[Claim]:
    """All claims of an entry's code, in both languages."""
    for text in entry.texts.values():
        for section in text.sections:
            for fence in _FENCE.finditer(section.text):
                before = section.text[max(fence.start() - NEAR_CHARS, 0) : fence.start()]
                if fence[2] in ("python", "py"):
                    yield from _claims_of(_dedented(fence[3], fence[1]), before)
                if section.role == "fix":
                    yield from _settings(fence[3], before)


def _settings(code: str, before: str) -> Iterator[Claim]:
    """Environment variables, and flags of the command lines that come with these packages."""
    for line in code.splitlines():
        dated = bool(_VERSION.search(before) or _VERSION.search(line))
        for name in _VARIABLE.findall(line):
            yield Claim(f"variable {name}", (), dated, certain=True)
        for tool, rest in _TOOL.findall(line):
            if tool == "accelerate" and rest.startswith("launch"):
                rest = re.split(r"\s\S+\.py\b", rest)[0]  # what follows belongs to the script
            for flag in _FLAG.findall(rest):
                yield Claim(f"flag {_OWNER[tool]} {flag}", (), dated, certain=True)


def broken_code(entry: Entry) -> Iterator[str]:
    """Python code of an entry that is no Python."""
    for text in entry.texts.values():
        for section in text.sections:
            for fence in _FENCE.finditer(section.text):
                if fence[2] in ("python", "py"):
                    try:
                        ast.parse(_plain(_dedented(fence[3], fence[1])))
                    except SyntaxError as error:
                        yield f"{error.msg}: {(error.text or '').strip()}"


def _dedented(code: str, indent: str) -> str:
    return "\n".join(line.removeprefix(indent) for line in code.splitlines())


def _plain(code: str) -> str:
    """Without the marks of notebooks: ``%env`` and ``!pip`` lines become ``pass``."""
    return re.sub(r"^(\s*)[%!].*$", r"\1pass", code, flags=re.MULTILINE)


def _claims_of(code: str, before: str) -> Iterator[Claim]:
    try:
        tree = ast.parse(_plain(code))
    except SyntaxError:
        return
    lines = code.splitlines()
    names = {name: (path, False) for name, path in USUAL.items()}
    for node in ast.walk(tree):
        names |= _bound(node)
    for node in ast.walk(tree):
        dated = bool(_VERSION.search(before) or _VERSION.search(_around(lines, node)))
        if isinstance(node, ast.ImportFrom) and node.module and _checked(node.module):
            for alias in node.names:
                yield Claim(f"{node.module}.{alias.name}", (), dated, certain=True)
        elif isinstance(node, ast.Call):
            path, certain = _path(node.func, names)
            keywords = tuple(keyword.arg for keyword in node.keywords if keyword.arg)
            if _checked(path) and certain:
                yield Claim(path, keywords, dated, certain)
            elif _checked(path):  # it may be a PeftModel: of common methods, the argument must be known at all
                yield Claim(path, (), dated, certain)
                if path.rpartition(".")[2] in COMMON:
                    yield from (Claim(f"word {keyword}", (), dated, certain=True) for keyword in keywords)
        elif isinstance(node, ast.Attribute):
            path, certain = _path(node, names)
            if certain and _checked(path):
                yield Claim(path, (), dated, certain)


def _around(lines: list[str], node: ast.AST) -> str:
    """The lines of a node and the one above: a comment there may name a release."""
    first, last = getattr(node, "lineno", 1), getattr(node, "end_lineno", 1) or 1
    return "\n".join(lines[max(first - 2, 0) : last])


def _bound(node: ast.AST) -> dict[str, tuple[str, bool]]:
    """Names that a statement gives to something whose path is known."""
    if isinstance(node, ast.Import):
        return {
            (alias.asname or alias.name.partition(".")[0]): (
                alias.name if alias.asname else alias.name.partition(".")[0],
                True,
            )
            for alias in node.names
        }
    if isinstance(node, ast.ImportFrom) and node.module:
        return {(alias.asname or alias.name): (f"{node.module}.{alias.name}", True) for alias in node.names}
    return {}


def _path(node: ast.expr, names: dict[str, tuple[str, bool]]) -> tuple[str, bool]:
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    if not isinstance(node, ast.Name) or node.id not in names:
        return "", False
    path, certain = names[node.id]
    return ".".join([path, *reversed(parts)]), certain


def _checked(path: str) -> bool:
    return path.partition(".")[0] in CHECKED
