"""Whether every Python name and argument in the entries' code exists in the release that it is said for."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

from packaging.specifiers import SpecifierSet

from . import environments, run
from .code_names import broken_code, claims

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tfhelp_corpus.entry import Entry

    from .code_names import Claim
    from .matrix import Release

Answers = dict["Claim", list[str] | None]


def faults(entries: Iterable[Entry], releases: Sequence[Release]) -> Iterator[str]:
    """A sentence for each claim that does not hold.

    What no release is named for must exist in the newest one that the entry applies to; what stands beside the name
    of a release must exist in at least one of the matrix.

    Args:
        entries: whose code is read.
        releases: of the matrix, oldest first.
    """
    entries = list(entries)
    by_entry = {entry.id: sorted(set(claims(entry)), key=lambda claim: claim.path) for entry in entries}
    every = sorted(
        {claim for found in by_entry.values() for claim in found}, key=lambda claim: (claim.path, claim.keywords)
    )
    answers = {release.transformers: _asked(every, release) for release in releases}
    for entry in entries:
        newest = _newest(entry, releases)
        yield from (f"{entry.id}: no Python: {broken}" for broken in broken_code(entry))
        for claim in by_entry[entry.id]:
            where = [name for name, known in answers.items() if known[claim] == []]
            if newest in where or (claim.dated and where):
                continue
            said = answers[newest][claim]
            if said is None and not claim.certain:
                continue  # ``model.something`` of a class that the code does not name
            what = f"{claim.path} does not take {', '.join(said)}" if said else f"there is no {claim.path}"
            yield f"{entry.id}: {what} in {newest}" + (f" (but in {', '.join(where)})" if where else "")


def _newest(entry: Entry, releases: Sequence[Release]) -> str:
    """The newest release that the entry applies to; the newest of all where it applies to none of the matrix."""
    said = SpecifierSet(entry.applies_to.get("transformers", ""))
    names = [release.transformers for release in releases]
    return next((name for name in reversed(names) if name in said), names[-1])


def _asked(every: Sequence[Claim], release: Release) -> Answers:
    read, write = os.pipe()
    script = Path(__file__).with_name("introspect.py")
    process = subprocess.Popen(
        [str(environments.python_of(release)), str(script), str(write)],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        pass_fds=[write],
        text=True,
        env=run.environment(),
    )
    os.close(write)
    process.communicate(json.dumps([[claim.path, claim.keywords] for claim in every]))
    with os.fdopen(read, encoding="utf-8") as replies:
        text = replies.read()
    if not text:
        raise environments.EnvironmentFailure(
            f"The introspection under {release.transformers} ended without an answer."
        )
    return dict(zip(every, json.loads(text), strict=True))
