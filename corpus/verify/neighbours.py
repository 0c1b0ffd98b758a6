"""Entries that may answer the same question: found with the encoder, decided by people, one by one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from tfhelp_index.bundle import Bundle

FILE = Path(__file__).resolve().parent / "neighbours.txt"
"""A line for each pair that was looked at: both ids in alphabetical order, a colon, and what tells them apart."""

LEAST = 0.80
"""Pairs less alike than this need no decision: of those just below, none gave the same advice."""


def pairs(bundle: Bundle, least: float = LEAST) -> Iterator[tuple[float, str, str]]:
    """Pairs of entries whose passages lie close together, closest first.

    How alike two entries are is the mean, over the passages of one, of the greatest cosine to a passage of the other;
    of both directions the smaller.
    """
    passages, vectors = bundle.database.passages(), bundle.dense.vectors()
    ids = {outline.ordinal: outline.id for outline in bundle.database.outlines()}
    rows: dict[int, list[int]] = {}
    for number, passage in enumerate(passages):
        if passage.role != "fix":  # fixes of one kind look alike: print the version, restart the kernel
            rows.setdefault(passage.entry, []).append(number)
    ordinals = sorted(rows)
    greatest = {b: _greatest(vectors, rows[b], vectors) for b in ordinals}
    found: list[tuple[float, str, str]] = []
    for a in ordinals:
        for b in ordinals:
            if a < b:
                alike = min(float(greatest[b][rows[a]].mean()), float(greatest[a][rows[b]].mean()))
                if alike >= least:
                    first, second = sorted((ids[a], ids[b]))
                    found.append((alike, first, second))
    yield from sorted(found, reverse=True)


def _greatest(vectors: NDArray[np.float32], of: Sequence[int], to: NDArray[np.float32]) -> NDArray[np.float32]:
    """For each row of ``to``, shape (n, d), its greatest cosine to the rows ``of``; shape (n,)."""
    product: NDArray[np.float32] = to @ vectors[list(of)].T
    return np.asarray(product.max(axis=1), dtype=np.float32)


def decided(path: Path = FILE) -> dict[tuple[str, str], str]:
    """What tells the pairs apart that were looked at."""
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    found: dict[tuple[str, str], str] = {}
    for line in lines:
        ids, _, why = line.partition(": ")
        if len(both := ids.split()) == 2:
            found[both[0], both[1]] = why.strip()
    return found
