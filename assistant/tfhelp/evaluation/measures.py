"""The field's standard measures, over places: where in a ranking the first right entry stands."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

CUT = 10
"""MRR and nDCG look at the first ten."""

BINS = 10
"""Bins of equal width of the reliability diagram."""

Z = 1.96
"""Standard deviations of a 95 % interval."""


@dataclass(frozen=True, slots=True)
class Retrieval:
    """How well rankings put the right entry first, over some questions."""

    questions: int
    hit1: float
    """Share of questions with a right entry first."""
    hit3: float
    """The same, among the first three."""
    mrr: float
    """Mean reciprocal rank of the first right entry, 0 beyond `CUT`."""
    ndcg: float
    """nDCG@10 with gains 2 for the best answer and 1 for further ones (Järvelin and Kekäläinen, 2002)."""


@dataclass(frozen=True, slots=True)
class Bin:
    """One bar of a reliability diagram."""

    low: float
    high: float
    count: int
    said: float
    """Mean probability that was stated."""
    held: float
    """Share that was right."""


def retrieval(gains: Sequence[Sequence[int]], ideals: Sequence[Sequence[int]]) -> Retrieval:
    """Sum up rankings.

    Args:
        gains: for each question, the gain of every ranked entry in order: 0 for a wrong one.
        ideals: for each question, the gains of all its right entries, best first.
    """
    count = len(gains)
    places = [next((place for place, gain in enumerate(row, start=1) if gain), 0) for row in gains]
    return Retrieval(
        questions=count,
        hit1=_mean([place == 1 for place in places]),
        hit3=_mean([1 <= place <= 3 for place in places]),
        mrr=_mean([1 / place if 1 <= place <= CUT else 0.0 for place in places]),
        ndcg=_mean([_dcg(row) / _dcg(ideal) for row, ideal in zip(gains, ideals, strict=True)]),
    )


def interval(successes: int, count: int) -> tuple[float, float]:
    """The 95 % interval of a share (Wilson, 1927); (0, 1) when nothing was counted."""
    if not count:
        return 0.0, 1.0
    share = successes / count
    middle = (share + Z * Z / (2 * count)) / (1 + Z * Z / count)
    half = Z * math.sqrt(share * (1 - share) / count + Z * Z / (4 * count * count)) / (1 + Z * Z / count)
    return max(0.0, middle - half), min(1.0, middle + half)


def difference(first: Sequence[bool], second: Sequence[bool]) -> tuple[float, float, float]:
    """Difference of two shares over the same pairs, second minus first, with its 95 % interval (Wald, for pairs)."""
    count = len(first)
    if not count:
        return 0.0, -1.0, 1.0
    steps = [int(b) - int(a) for a, b in zip(first, second, strict=True)]
    mean = sum(steps) / count
    spread = math.sqrt(sum((step - mean) ** 2 for step in steps)) / count
    return mean, mean - Z * spread, mean + Z * spread


def reliability(likely: Sequence[float], right: Sequence[bool]) -> list[Bin]:
    """Bins of equal width, the empty ones left out."""
    bins = []
    for number in range(BINS):
        members = [n for n, value in enumerate(likely) if min(int(value * BINS), BINS - 1) == number]
        if members:
            bins.append(
                Bin(
                    low=number / BINS,
                    high=(number + 1) / BINS,
                    count=len(members),
                    said=_mean([likely[n] for n in members]),
                    held=_mean([right[n] for n in members]),
                )
            )
    return bins


def calibration_error(bins: Sequence[Bin]) -> float:
    """Expected calibration error: how far what was said lies from what held, weighed by count (Guo et al., 2017)."""
    count = sum(bin_.count for bin_ in bins)
    return sum(bin_.count * abs(bin_.said - bin_.held) for bin_ in bins) / count if count else 0.0


def percentile(values: Sequence[float], share: float) -> float:
    """The value that ``share`` of the values do not exceed (nearest rank); 0 for none."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)] if ordered else 0.0


def _dcg(gains: Sequence[int]) -> float:
    return sum(gain / math.log2(place + 1) for place, gain in enumerate(gains[:CUT], start=1))


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0
