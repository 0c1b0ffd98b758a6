"""The checker: every fault of a folder of entries, by file and line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import front_matter
from .errors import CorpusError
from .faults import Fault, FaultLog
from .parse import parse_entry

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from pathlib import Path

    from .entry import Entry

FOLDERS = ("guide", "issues")
"""Where entries lie below the root of a corpus."""

KEYS = ("code", "id")
"""What tells an entry that lies directly in the folder from a page with front matter of its own."""

LEDGER = "codes.txt"
"""Every code ever given out, with its id: ``TF0042 cuda-out-of-memory``. Lines are added, never removed."""


def entry_files(root: Path) -> list[Path]:
    """The entry files of a corpus, in a fixed order: those in its two folders, and those that lie in it directly."""
    files = [path for folder in FOLDERS for path in sorted((root / folder).glob("*.md")) if path.is_file()]
    flat = (path for path in sorted(root.glob("*.md")) if path.is_file())
    return files + [path for path in flat if is_entry(path.read_text(encoding="utf-8-sig", errors="replace"), KEYS)]


def is_entry(text: str, keys: Collection[str]) -> bool:
    """Whether a Markdown file is an entry: its front matter has these keys; everything else is a page."""
    head = front_matter.split(text)
    return head is not None and {line.partition(":")[0] for line in head[0].splitlines()}.issuperset(keys)


def read_entries(root: Path) -> tuple[list[Entry], list[Fault]]:
    """Parse and check every entry below ``root``.

    Returns:
        The entries without a fault, ordered by code, and all faults, ordered by file and line.

    Raises:
        CorpusError: the folder is missing or holds no entries.
    """
    files = entry_files(root)
    if not files:
        raise CorpusError(
            f"No entries in {root}.",
            "Entries are *.md files with front matter, in guide/, in issues/ or in the folder itself.",
        )
    entries: list[Entry] = []
    faults: list[Fault] = []
    for path in files:
        log = FaultLog(path)
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError as error:
            log.add(1, f"not UTF-8: byte {error.start} cannot be decoded")
        else:
            entry = parse_entry(text, path, path.relative_to(root).as_posix(), log)
            if entry is not None:
                entries.append(entry)
        faults.extend(log.faults)
    faults.extend(_duplicates(entries, root))
    faults.extend(_against_ledger(entries, root))
    return sorted(entries, key=lambda entry: entry.code), sorted(faults)


def _duplicates(entries: Iterable[Entry], root: Path) -> Iterator[Fault]:
    """Codes, ids and example questions must belong to one entry only."""
    owner: dict[tuple[str, str], Entry] = {}
    for entry in entries:
        keys = [("code", entry.code), ("id", entry.id)]
        keys += [("question", question.casefold()) for text in entry.texts.values() for question in text.questions]
        for what, value in keys:
            first = owner.setdefault((what, value), entry)
            if first is not entry:
                yield Fault(root / entry.source, 1, f"{what} {value!r} is already taken by {first.source}")


def _against_ledger(entries: Iterable[Entry], root: Path) -> Iterator[Fault]:
    """A code keeps its meaning for ever, also after its entry is gone."""
    ledger = root / LEDGER
    if not ledger.is_file():
        return
    given: dict[str, tuple[str, int]] = {}
    for number, line in enumerate(ledger.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        code, _, entry_id = line.partition(" ")
        if code in given:
            yield Fault(ledger, number, f"code {code} stands twice, first on line {given[code][1]}")
        given.setdefault(code, (entry_id.strip(), number))
    for entry in entries:
        if entry.code not in given:
            yield Fault(
                root / entry.source, 1, f"code {entry.code} is not in {LEDGER}: add '{entry.code} {entry.id}'"
            )
        elif given[entry.code][0] != entry.id:
            yield Fault(
                root / entry.source, 1, f"code {entry.code} was given to {given[entry.code][0]!r} and is never reused"
            )
