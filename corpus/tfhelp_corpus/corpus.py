"""A corpus: everything that one folder knows, whoever wrote it."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from . import check, doc_builder, github_issues
from .document import DERIVED_DIGITS, derived_code
from .errors import CorpusError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from .entry import Entry

KNOWLEDGE = "knowledge.toml"
"""Names the newest releases that the corpus was checked against."""


@dataclass(frozen=True, slots=True)
class Corpus:
    """Entries in a fixed order, and what they are up to date with."""

    entries: tuple[Entry, ...]
    newest: Mapping[str, str]
    """Newest release that was looked at, by distribution name."""

    @property
    def date(self) -> str:
        """The day of the newest verification (ISO 8601), empty when nothing was verified."""
        return max((entry.verified.date.isoformat() for entry in self.entries if entry.verified), default="")

    @classmethod
    def load(cls, root: Path) -> Corpus:
        """Read a folder of entries, of Markdown pages, of issue dumps, or of all of them.

        Entries lie in the folder itself, in ``guide/`` or in ``issues/``; pages and dumps anywhere below it.

        Raises:
            CorpusError: the folder is missing or empty, or a file in it has a fault.
        """
        if not root.is_dir():
            raise CorpusError(f"{root} is not a folder.", "Name the folder that holds the guide and the issues.")
        pages, dumps, has_entries = [], [], False
        for path in sorted(root.rglob("*")):
            if path.suffix == ".md" and path.is_file():
                if _is_entry(path, root):
                    has_entries = True
                else:
                    pages.append(path)
            elif path.suffix == ".json" and path.is_file():
                dumps.append(path)
        entries: list[Entry] = []
        if has_entries:
            entries, faults = check.read_entries(root)
            if faults:
                raise CorpusError(
                    f"The corpus has {len(faults)} faults, the first: {faults[0]}",
                    f"See them all: tfhelp corpus check {root}",
                )
        for path in pages:
            entries += doc_builder.page(_read(path), path.relative_to(root).as_posix()).entries()
        for path in dumps:
            for issue in github_issues.issues(_read(path), path.relative_to(root).as_posix()):
                entries += issue.entries()
        if not entries:
            raise CorpusError(
                f"Nothing to index in {root}.", "It holds no *.md page and no *.json issue dump with text."
            )
        return cls(tuple(_distinct(entries)), _newest(root))


def _is_entry(path: Path, root: Path) -> bool:
    if path.parent == root:
        return check.is_entry(_read(path), check.KEYS)
    in_folder = path.parent in [root / folder for folder in check.FOLDERS]
    return in_folder and check.is_entry(_read(path), ("code",))


def _distinct(entries: Iterable[Entry]) -> Iterator[Entry]:
    """Without an issue that stands in a second dump too; a derived code that is taken grows by further digits."""
    ids: set[str] = set()
    codes: set[str] = set()
    for entry in entries:
        if entry.id in ids:
            continue
        ids.add(entry.id)
        digits = DERIVED_DIGITS
        while entry.code in codes:
            digits += 2
            entry = replace(entry, code=derived_code(entry.id, digits))
        codes.add(entry.code)
        yield entry


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise CorpusError(f"{path} is not UTF-8 (byte {error.start}).", "Save it as UTF-8.") from None
    except OSError as error:
        raise CorpusError(f"{path} cannot be read: {error.strerror}.") from None


def _newest(root: Path) -> Mapping[str, str]:
    path = root / KNOWLEDGE
    if not path.is_file():
        return {}
    try:
        return {str(name): str(version) for name, version in tomllib.loads(_read(path)).get("newest", {}).items()}
    except tomllib.TOMLDecodeError as error:
        raise CorpusError(f"{path} is not TOML: {error}.") from None
