"""The line "reproduced on" of entries, which follows from their verdicts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from . import matrix

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from tfhelp_corpus.entry import Entry

    from .verdicts import Table, Verdict

_HOW = re.compile(r"^  how: .*$", re.MULTILINE)
_ON = re.compile(r"^  on: .*$", re.MULTILINE)


def reproduced_on(row: Mapping[str, Verdict]) -> str | None:
    """What an entry says that it was reproduced on: every release that showed the fault and on which the fix holds.

    Returns:
        None where there is no such release.
    """
    shown = [
        release.transformers
        for release in matrix.RELEASES
        if (verdict := row.get(release.transformers)) and (verdict.breaks, verdict.fixed) == ("shown", "holds")
    ]
    return f"transformers {', '.join(shown)}; torch {matrix.TORCH}, CPU" if shown else None


def outdated(table: Table, entries: Mapping[str, Entry]) -> Iterator[str]:
    """A sentence for each entry that says something else than its verdicts."""
    for name, row in sorted(table.items()):
        verified = entries[name].verified if name in entries else None
        expected = reproduced_on(row)
        if verified and expected and (verified.how, verified.on) != ("reproduced", expected):
            yield f"{name}: says {verified.how} on {verified.on!r}, its verdicts say {expected!r}: run apply"


def apply(table: Table, root: Path, entries: Mapping[str, Entry]) -> int:
    """Write the lines into the entries' files.

    Returns:
        How many files changed.
    """
    changed = 0
    for name, row in table.items():
        expected = reproduced_on(row)
        if name not in entries or expected is None:
            continue
        path = root / entries[name].source
        before = path.read_text(encoding="utf-8")
        text = _HOW.sub("  how: reproduced", before, count=1)
        text = _ON.sub(lambda _, on=expected: f'  on: "{on}"', text, count=1)  # type: ignore[misc]
        if text != before:
            path.write_text(text, encoding="utf-8")
            changed += 1
    return changed
