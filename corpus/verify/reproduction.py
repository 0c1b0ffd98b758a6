"""A reproduction: a script with the halves ``breaks()`` and ``fixed()``, named after the entry that it belongs to.

``breaks`` makes the library print the message of one of the entry's signatures. Where an entry prints nothing, or the
script shows a fault beside the message, the module says ``SILENT = True`` and ``breaks`` asserts what is wrong.
``fixed`` makes the same call as the entry's fix has it and asserts on the result.
"""

from __future__ import annotations

import ast
import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from packaging.specifiers import InvalidSpecifier, SpecifierSet

from tfhelp_corpus import signature

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tfhelp_corpus.entry import Entry

FOLDER = Path(__file__).resolve().parent / "reproductions"
HALVES = ("breaks", "fixed")
SHARED_FILES = ("tiny.py", "local_hub.py", "worker.py")
"""A verdict also depends on these."""


@dataclass(frozen=True, slots=True)
class Reproduction:
    """One script, read but not run."""

    id: str
    """Of the entry: the script's name without ``.py``."""
    path: Path
    silent: bool
    """``SILENT = True``: nothing is printed; ``breaks`` asserts what is wrong."""
    bare: bool
    """``BARE = True``: it must run before anything is imported, for instance to set a variable first."""
    releases: SpecifierSet
    """``RELEASES = ">=5"``: where its calls exist at all; everywhere by default."""
    tree: ast.Module

    @property
    def digest(self) -> str:
        """Of all that the verdict depends on in this folder."""
        texts = [self.path.read_bytes(), *((FOLDER.parent / name).read_bytes() for name in SHARED_FILES)]
        return hashlib.sha256(b"\0".join(texts)).hexdigest()[:12]

    def faults(self, entry: Entry | None) -> Iterator[str]:
        """What is wrong with the script as it stands: things that would make its verdict worthless."""
        functions = {node.name: node for node in self.tree.body if isinstance(node, ast.FunctionDef)}
        if entry is None:
            yield f"no entry has the id {self.id!r}"
            return
        for half in HALVES:
            if half not in functions:
                yield f"has no function {half}()"
        if len(functions.keys() & set(HALVES)) < len(HALVES):
            return
        breaks, fixed = functions["breaks"], functions["fixed"]
        if any(isinstance(node, ast.Raise) for node in ast.walk(self.tree)):
            yield "contains a raise: the library must raise, not the script"
        yield from self._quotes(entry)
        if not any(isinstance(node, ast.Assert) for node in ast.walk(fixed)):
            yield "fixed() asserts nothing on its result"
        if self.silent and not any(isinstance(node, ast.Assert) for node in ast.walk(breaks)):
            yield "says SILENT, but breaks() asserts nothing"
        if not self.silent and not entry.signatures:
            yield "the entry has no signature: say SILENT = True and assert what is wrong"

    def _quotes(self, entry: Entry) -> Iterator[str]:
        """A message that the script itself holds proves nothing."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                for known in entry.signatures:
                    if signature.matches(known.pattern, node.value):
                        yield f"line {node.lineno} contains the text of the signature {known.pattern!r}"


def read(path: Path) -> Reproduction:
    """Read a script without running it.

    Raises:
        ValueError: it is no Python, or a constant at its top has a value that means nothing.
    """
    try:
        tree = ast.parse(path.read_text(encoding="utf-8"), str(path))
    except SyntaxError as error:
        raise ValueError(f"{path.name}: {error.msg} (line {error.lineno})") from None
    constants = dict(_constants(tree))
    try:
        releases = SpecifierSet(str(constants.get("RELEASES", "")))
    except InvalidSpecifier:
        raise ValueError(f"{path.name}: RELEASES is no version specifier") from None
    flags = {name.lower(): constants.get(name) is True for name in ("SILENT", "BARE")}
    return Reproduction(path.stem, path, releases=releases, tree=tree, **flags)


def read_all(folder: Path = FOLDER) -> list[Reproduction]:
    """All scripts, ordered by name."""
    return [read(path) for path in sorted(folder.glob("*.py"))]


def _constants(tree: ast.Module) -> Iterator[tuple[str, Any]]:
    for node in tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant):
            for target in node.targets:
                if isinstance(target, ast.Name):
                    yield target.id, node.value.value
