"""Runs inside an environment of the matrix: tells whether dotted paths exist there and which arguments they take.

Standard library only. A JSON list of ``[path, [keyword, …]]`` comes on standard input; instead of a path also
``variable NAME``, ``word NAME``, ``flag PACKAGE NAME``. A JSON list of answers leaves on the file descriptor
named by the first argument: null where there is no such thing, else the list of keywords that it does not take.
"""

from __future__ import annotations

import importlib
import inspect
import json
import os
import re
import sys
from functools import cache
from pathlib import Path
from typing import Any


def _has(thing: Any, name: str) -> bool:
    """Whether it has the attribute; a placeholder for a missing package raises something else than it should."""
    try:
        getattr(thing, name)
    except Exception:  # noqa: BLE001
        return False
    return True


READERS = ("transformers", "huggingface_hub", "accelerate", "datasets", "tokenizers", "safetensors", "peft")
"""Packages that read environment variables."""


def found(path: str) -> Any:
    """The object at a dotted path.

    Raises:
        LookupError: there is none.
    """
    parts = path.split(".")
    for cut in range(len(parts), 0, -1):
        try:
            thing: Any = importlib.import_module(".".join(parts[:cut]))
        except Exception:  # noqa: BLE001 (whatever a broken import raises: try its parent)
            continue
        for name in parts[cut:]:
            if not _has(thing, name):
                raise LookupError(path)
            thing = getattr(thing, name)
        return thing
    raise LookupError(path)


@cache
def _words(package: str) -> frozenset[str]:
    """All identifiers in a package's sources: what a function with ``**kwargs`` may look for by name."""
    module = importlib.import_module(package)
    assert module.__file__
    words: set[str] = set()
    for file in Path(module.__file__).parent.rglob("*.py"):
        words.update(re.findall(r"[A-Za-z_]\w+", file.read_text(encoding="utf-8", errors="replace")))
    return frozenset(words)


def refused(path: str, keywords: list[str]) -> list[str] | None:
    """The keywords that the thing at ``path`` does not take; None where there is no such thing."""
    kind, _, name = path.rpartition(" ")
    if kind in ("variable", "word"):
        return [] if any(name in word for package in READERS for word in _words(package)) else None
    if kind:  # "flag <package>"
        return [] if name.replace("-", "_") in _words(kind.split()[1]) else None
    try:
        thing = found(path)
    except LookupError:
        return None
    if not keywords or not callable(thing):
        return []
    try:
        parameters = inspect.signature(thing).parameters
    except (TypeError, ValueError):  # written in C: nobody knows
        return []
    missing = [name for name in keywords if name not in parameters]
    if any(parameter.kind is parameter.VAR_KEYWORD for parameter in parameters.values()):
        missing = [name for name in missing if name not in _words(path.partition(".")[0])]
    return missing


def main() -> None:
    """Answer all questions at once."""
    questions = json.load(sys.stdin)
    with os.fdopen(int(sys.argv[1]), "w", encoding="utf-8") as replies:
        json.dump([refused(path, keywords) for path, keywords in questions], replies)


if __name__ == "__main__":
    main()
