"""Three legs into one order: a weighted sum of what each of them found, deterministic to the last tie."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .records import Evidence, SearchResult

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from .lexical import LexicalMatch
    from .signatures import SignatureMatch

SIGNATURE_WEIGHT = 0.44
LEXICAL_WEIGHT = 0.10
DENSE_WEIGHT = 0.46

SPECIFIC = 40.0
"""A signature score from which on more says no more."""

COSINE_FLOOR, COSINE_SPAN = 0.30, 0.70
"""Where the encoder's cosines lie: most that is off topic scores below 0.60, half of what is asked above 0.77.
They are scaled up to 1 and not cut off below it, so that the nearest of several near ones still leads."""


def gather(
    signatures: Sequence[SignatureMatch],
    lexical: Sequence[LexicalMatch],
    dense: Sequence[tuple[int, float]],
    row_entries: Sequence[int],
    passage_entries: Sequence[int],
) -> dict[int, Evidence]:
    """Group what the legs found by entry; of several rows or passages of one entry the best counts."""
    matched = {match.entry: match for match in reversed(signatures)}
    rows: dict[int, float] = {}
    for found in lexical:
        entry = row_entries[found.row]
        rows[entry] = max(rows.get(entry, 0.0), found.score)
    nearest: dict[int, tuple[int, float]] = {}
    for ordinal, cosine in dense:
        nearest.setdefault(passage_entries[ordinal], (ordinal, cosine))
    return {
        entry: Evidence(
            signature=matched.get(entry),
            lexical=rows.get(entry, 0.0),
            cosine=nearest[entry][1] if entry in nearest else 0.0,
            passage=nearest[entry][0] if entry in nearest else None,
        )
        for entry in sorted({*matched, *rows, *nearest})
    }


def fuse(evidence: Mapping[int, Evidence]) -> list[SearchResult]:
    """Order entries by the weighted sum of their evidence, each leg scaled to 0–1."""
    best_row = max((found.lexical for found in evidence.values()), default=0.0) or 1.0
    results = [SearchResult(entry, _score(found, best_row), found) for entry, found in evidence.items()]
    return sorted(results, key=lambda result: (-result.score, result.entry))


def _score(found: Evidence, best_row: float) -> float:
    signature = min(1.0, found.signature.score / SPECIFIC) if found.signature else 0.0
    cosine = min(1.0, max(0.0, (found.cosine - COSINE_FLOOR) / COSINE_SPAN))
    return SIGNATURE_WEIGHT * signature + LEXICAL_WEIGHT * found.lexical / best_row + DENSE_WEIGHT * cosine
