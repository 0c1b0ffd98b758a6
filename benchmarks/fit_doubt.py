"""Fits the weights of `tfhelp.summaries.evidence`: logistic regression on free renderings and faults, half ``tune``.

    python benchmarks/fit_doubt.py

Prints the weights to be written into ``evidence.py``, and what thresholds would do, each sentence judged by weights
that were fitted without its entry. The paraphrases of part B are left out of the fit.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np
from hallucinations import CORPUS, Sources, made

from tfhelp.summaries.alignment import align
from tfhelp.summaries.binding import absent
from tfhelp.summaries.changes import NEAR, copied
from tfhelp.summaries.claims import claims
from tfhelp.summaries.contradiction import risky
from tfhelp.summaries.evidence import measures
from tfhelp.summaries.grounding import Checker, said_outright
from tfhelp_corpus.corpus import Corpus

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from planted import Made

FOLDS, RIDGE = 5, 2.0
MORE_WEIGHT = {"hand-written": 4.0, "paraphrase": 2.0}


def left_to_doubt(one: Made, sources: Sources) -> dict[str, float] | None:
    """The measures of a sentence that no rule decides; None for the others."""
    source = sources.of(one)
    claim = claims(one.text, one.language)
    verdict = Checker([source], one.language).check(one.text)
    if verdict.alignment is None or not verdict.alignment.sentences:
        return None
    found = align(claim, source)
    decided = said_outright(claim, found) or absent(claim, source) or risky(claim, source)
    return None if decided or copied(claim, found) >= NEAR else measures(claim, found, source)


def fitted(x: NDArray[np.float64], y: NDArray[np.float64], weight: NDArray[np.float64]) -> NDArray[np.float64]:
    """Weights and, last, the bias of a logistic regression, by Newton's method."""
    x = np.hstack([x, np.ones((len(x), 1))])
    ridge = np.diag([RIDGE] * (x.shape[1] - 1) + [1e-6])
    found = np.zeros(x.shape[1])
    for _ in range(40):
        p = 1 / (1 + np.exp(-x @ found))
        gradient = x.T @ (weight * (p - y)) + ridge @ found
        found -= np.linalg.solve((x.T * (weight * p * (1 - p))) @ x + ridge, gradient)
    return found


def crossed(x: NDArray[np.float64], y: NDArray[np.float64], weight: NDArray[np.float64], codes: Sequence[str],
            use: NDArray[np.bool_]) -> NDArray[np.float64]:  # fmt: skip
    """The doubt of each sentence, by weights that were fitted without its entry."""
    fold = np.array([sorted(set(codes)).index(code) % FOLDS for code in codes])
    doubt = np.zeros(len(y))
    for number in range(FOLDS):
        rest = (fold != number) & use
        found = fitted(x[rest], y[rest], weight[rest])
        doubt[fold == number] = x[fold == number] @ found[:-1] + found[-1]
    return doubt


def main() -> int:
    """Fit, print."""
    entries = Corpus.load(CORPUS).entries
    sentences, sources = list(made(entries, "tune", 25)), Sources(entries)
    found = [(one, left_to_doubt(one, sources)) for one in sentences]
    free = [(one, measured) for one, measured in found if measured]
    names = list(free[0][1])
    x = np.array([[float(measured[name]) for name in names] for _, measured in free])
    y = np.array([float(not one.true) for one, _ in free])
    weight = np.array([MORE_WEIGHT.get(one.kind.split()[0], 1.0) for one, _ in free])
    use = np.array([not one.kind.startswith(("paraphrase B", "restated B")) for one, _ in free])
    doubt = crossed(x, y, weight, [one.code for one, _ in free], use)
    weights = fitted(x[use], y[use], weight[use])
    for name, value in zip([*names, "bias"], weights, strict=True):
        print(f"{name:12} {value:.2f}")
    for threshold in (-1.0, -0.8, -0.6, -0.4, -0.2, 0.0, 0.3, 0.6):
        groups: dict[str, list[bool]] = defaultdict(list)
        for (one, _), value in zip(free, doubt, strict=True):
            groups[one.kind.split(",")[0] if one.kind[0] in "rp" else "true" if one.true else "planted"].append(
                bool(value > threshold)
            )
        print(threshold, "  ".join(f"{name} {sum(group)}/{len(group)}" for name, group in sorted(groups.items())))
    return 0


if __name__ == "__main__":
    sys.exit(main())
