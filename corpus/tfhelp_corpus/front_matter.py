"""YAML front matter with the line of every key, so that a fault can be pointed at."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from .faults import FaultLog

Key = tuple[str | int, ...]

_MARK = "---"
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")


class _Loader(yaml.SafeLoader):
    """YAML 1.2's booleans only: a key ``on`` and a title "No" are words."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, form) for tag, form in resolvers if tag != "tag:yaml.org,2002:bool"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The parsed head of a file and the body that follows it."""

    data: dict[str, Any]
    lines: dict[Key, int]
    """1-based line of every key, by its path: ``("title", "en")``, ``("questions", "zh", 2)``."""
    body: str
    body_line: int
    """1-based line of the file at which the body begins."""

    def line(self, *key: str | int) -> int:
        """The line of a key, of its nearest known parent otherwise."""
        for length in range(len(key), 0, -1):
            if (line := self.lines.get(key[:length])) is not None:
                return line
        return 1


def split(text: str) -> tuple[str, str, int] | None:
    """Split into YAML text, body and the body's 1-based line; None when the text has no front matter."""
    lines = _LINE.findall(text)
    if not lines or lines[0].rstrip() != _MARK:
        return None
    for number, line in enumerate(lines[1:], start=1):
        if line.rstrip() == _MARK:
            return "".join(lines[1:number]), "".join(lines[number + 1 :]), number + 2
    return None


def parse(text: str, log: FaultLog) -> FrontMatter | None:
    """Read the front matter; on a fault that leaves nothing to work with, note it and return None."""
    parts = split(text)
    if parts is None:
        log.add(1, "no front matter: the file must begin with a line '---', and another one must end it")
        return None
    head, body, body_line = parts
    try:
        node = yaml.compose(head, Loader=_Loader)
        data = yaml.load(head, Loader=_Loader)  # noqa: S506 (a subclass of SafeLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or "cannot be parsed"
        log.add(mark.line + 2 if mark else 1, f"front matter is not YAML: {problem}")
        return None
    except RecursionError:
        log.add(1, "front matter is nested too deeply")
        return None
    except ValueError as error:  # a date such as 2026-13-45
        log.add(1, f"front matter has an impossible value: {error}")
        return None
    if not isinstance(data, dict) or node is None:
        log.add(1, "front matter must be a mapping of keys to values")
        return None
    lines: dict[Key, int] = {}
    _collect_lines(node, (), lines, log, set())
    return FrontMatter(data, lines, body, body_line)


def _collect_lines(node: yaml.Node, key: Key, lines: dict[Key, int], log: FaultLog, seen: set[int]) -> None:
    """Walk the node tree; a key that stands twice is a fault, since YAML would keep the last silently."""
    if id(node) in seen:  # an alias may name what it stands in
        log.add(lines.get(key, 1), "YAML aliases are not used here")
        return
    seen.add(id(node))
    if isinstance(node, yaml.MappingNode):
        for name, value in node.value:
            path = (*key, str(name.value))
            line = name.start_mark.line + 2
            if path in lines:
                log.add(line, f"key {name.value!r} stands twice")
            lines[path] = line
            _collect_lines(value, path, lines, log, seen)
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            path = (*key, index)
            lines[path] = value.start_mark.line + 2
            _collect_lines(value, path, lines, log, seen)
