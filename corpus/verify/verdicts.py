"""The table of verdicts: what each reproduction did under each release, and how it is kept between runs."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from packaging.specifiers import SpecifierSet

from tfhelp_corpus import signature

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from tfhelp_corpus.entry import Entry

    from .reproduction import Reproduction

Broke = Literal["shown", "absent", "other"]
"""The fault came as the entry says; it did not come; something else went wrong."""
Fix = Literal["holds", "fails"]

FILE = Path(os.environ.get("TFHELP_VERDICTS") or Path(__file__).resolve().parent / "verdicts.json")
"""The table that is committed; another one by the variable ``TFHELP_VERDICTS``."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one reproduction did under one release."""

    breaks: Broke
    fixed: Fix
    note: str
    """What ``breaks`` printed or raised where it is not what the entry says, or why ``fixed`` fails; else empty."""
    digest: str
    """Of the script."""
    stamp: str
    """Of the environment."""


Table = dict[str, dict[str, Verdict]]
"""Verdicts by entry id and by release."""


def judge(
    script: Reproduction, entry: Entry, breaks: Mapping[str, Any], fixed: Mapping[str, Any], stamp: str
) -> Verdict:
    """Compare what both halves did with what the entry says.

    Args:
        script: the reproduction.
        entry: the entry of that name.
        breaks: the outcome of ``breaks()``, as the worker tells it.
        fixed: likewise of ``fixed()``.
        stamp: what the environment holds.
    """
    broke, why = _broke(script, entry, breaks)
    fails = _still(entry, fixed)
    note = "; ".join(filter(None, [why, f"fixed: {fails}" if fails else ""]))
    return Verdict(broke, "fails" if fails else "holds", note, script.digest, stamp)


def _broke(script: Reproduction, entry: Entry, outcome: Mapping[str, Any]) -> tuple[Broke, str]:
    if outcome["ended"] == "died":
        return "other", f"died: {outcome['message']}"
    if script.silent:
        if outcome["ended"] == "returned":
            return "shown", ""
        own = outcome["exception"] == "AssertionError" and not outcome["in_library"]
        return ("absent", "") if own else ("other", _told(outcome))
    if not _printed(entry, outcome):
        return ("absent", "") if outcome["ended"] == "returned" else ("other", _told(outcome))
    if outcome["ended"] == "raised" and not outcome["in_library"] and not _in_output(entry, outcome):
        return "other", "raised by the script itself, not by a library"
    return "shown", ""


def _still(entry: Entry, outcome: Mapping[str, Any]) -> str:
    """Why the fix does not hold; empty where it does."""
    if outcome["ended"] != "returned":
        return _told(outcome)
    return "the message is still printed" if _in_output(entry, outcome) else ""


def _printed(entry: Entry, outcome: Mapping[str, Any]) -> bool:
    if outcome["ended"] == "raised":
        lines = [f"{outcome['exception']}: {outcome['message']}", *outcome["chain"].splitlines()]
        lines.append(" ".join(outcome["message"].split()))
        if any(signature.matches(known.pattern, line) for known in entry.signatures for line in lines):
            return True
    return _in_output(entry, outcome)


def _in_output(entry: Entry, outcome: Mapping[str, Any]) -> bool:
    lines = outcome["output"].splitlines()
    return any(signature.matches(known.pattern, line) for known in entry.signatures for line in lines)


def _told(outcome: Mapping[str, Any]) -> str:
    if outcome["ended"] == "died":
        return f"died: {outcome['message']}"
    where = f"{Path(outcome['innermost']).name}:{outcome['line']}"
    message = " ".join(str(outcome["message"]).split())[:200]
    return f"{outcome['exception']}: {message} ({where})"


def load(path: Path = FILE) -> Table:
    """Read the table; empty where there is none."""
    if not path.is_file():
        return {}
    raw = json.loads(path.read_text(encoding="utf-8"))
    return {name: {release: Verdict(**verdict) for release, verdict in row.items()} for name, row in raw.items()}


def save(table: Table, path: Path = FILE) -> None:
    """Write the table, sorted, by way of a second file: an interrupted run loses nothing."""
    raw = {
        name: {release: asdict(verdict) for release, verdict in row.items()} for name, row in sorted(table.items())
    }
    beside = path.with_suffix(".tmp")
    beside.write_text(json.dumps(raw, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    beside.replace(path)


def markdown(table: Table, releases: Sequence[str]) -> str:
    """The table to be read: an entry a line, a release a column."""
    signs = {("shown", "holds"): "✓", ("absent", "holds"): "–", ("absent", "fails"): "– fix ✗"}
    lines = [f"| entry | {' | '.join(releases)} |", f"|---|{'---|' * len(releases)}"]
    for name, row in sorted(table.items()):
        cells = []
        for release in releases:
            verdict = row.get(release)
            cells.append("" if verdict is None else signs.get((verdict.breaks, verdict.fixed), "✗"))
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def disagreements(table: Table, entries: Iterable[Entry]) -> list[str]:
    """Where an entry says something else of versions than its verdicts, one sentence each."""
    found = []
    for entry in entries:
        said = SpecifierSet(entry.applies_to.get("transformers", ""))
        for release, verdict in table.get(entry.id, {}).items():
            inside = said.contains(release)
            if verdict.breaks == "shown" and not inside:
                found.append(f"{entry.id}: shown under {release}, which applies_to leaves out ({said})")
            if verdict.breaks == "absent" and inside and str(said):
                found.append(f"{entry.id}: not shown under {release}, which applies_to names ({said})")
            if verdict.breaks == "shown" and verdict.fixed == "fails":
                found.append(f"{entry.id}: the fix does not hold under {release}: {verdict.note}")
    return found
