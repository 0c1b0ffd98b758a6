"""Fit the confidence model on the tuning questions and report it on held-out ones.

Logistic regression with an L2 penalty by Newton's method (iteratively reweighted least squares). Calibration and the
trade-off between coverage and false answers are cross-validated by problem; the test split is never read.

Run: python benchmarks/fit_confidence.py
"""

from __future__ import annotations

import json
from dataclasses import astuple
from pathlib import Path
from typing import Any

import numpy as np

from tfhelp.assistant import Assistant
from tfhelp.reading.question import read_question
from tfhelp_index import confidence
from tfhelp_index.records import LEGS

QUESTIONS = Path(__file__).parents[1] / "tests" / "golden" / "questions.jsonl"
PENALTY = 1.0
FOLDS = 5


def main() -> None:
    """Print the weights to paste into ``tfhelp_index/confidence.py`` and how they do."""
    questions = [json.loads(line) for line in QUESTIONS.read_text(encoding="utf-8").splitlines()]
    searcher = Assistant.open(lasting=True).searcher
    answers = _problem_entries(searcher.bundle)
    for dense in (True, False):
        rows = {split: _rows(searcher, answers, questions, split, dense=dense) for split in ("tune", "dev")}
        weights = fit(*rows["tune"][:2])
        print(f"{'WITH' if dense else 'WITHOUT'}_DENSE = ({', '.join(f'{w:.3f}' for w in weights)})")
        print("  names:", ("intercept", *confidence.NAMES))
        for split, (features, right, answerable, groups) in rows.items():
            likely = _cross_validated(features, right, groups) if split == "tune" else predict(weights, features)
            _report(f"{split}{' (cross-validated)' if split == 'tune' else ''}", likely, right, answerable)


def _problem_entries(bundle: Any) -> dict[str, set[int]]:
    found: dict[str, set[int]] = {}
    for ordinal, problems in bundle.database.connection.execute("SELECT ordinal, problems FROM entries"):
        for problem in json.loads(problems):
            found.setdefault(problem, set()).add(ordinal)
    return found


def _rows(
    searcher: Any, answers: dict[str, set[int]], questions: list[Any], split: str, *, dense: bool
) -> tuple[Any, ...]:
    features, right, answerable, groups = [], [], [], []
    legs = LEGS if dense else tuple(leg for leg in LEGS if leg != "dense")
    codes = dict(searcher.bundle.database.connection.execute("SELECT ordinal, code FROM entries"))
    for question in questions:
        wanted = set().union(*(answers.get(problem, set()) for problem in question["problems"]))
        if question["split"] != split or (question["kind"] == "answerable" and not wanted):
            continue
        barred = tuple(codes[entry] for entry in wanted) if question["kind"] == "no-entry" else ()
        query = read_question(question["query"])
        findings = searcher.consult(query, barred, thorough=True)
        ranking = searcher.rank(query, findings, legs)
        if not ranking.results:
            continue
        features.append(astuple(confidence.features(query, ranking.results, ranking.terms, ranking.covered)))
        right.append(ranking.results[0].entry in wanted)
        answerable.append(question["kind"] == "answerable")
        groups.append(question["problems"][0] if question["problems"] else question["id"])
    return np.array(features), np.array(right, float), np.array(answerable), np.array(groups)


def fit(features: Any, right: Any) -> Any:
    """Weights, intercept first."""
    x = np.c_[np.ones(len(features)), features]
    penalty = PENALTY * np.eye(x.shape[1])
    penalty[0, 0] = 0.0
    weights = np.zeros(x.shape[1])
    for _ in range(50):
        p = 1 / (1 + np.exp(-x @ weights))
        gradient = x.T @ (right - p) - penalty @ weights
        weights += np.linalg.solve((x * (p * (1 - p))[:, None]).T @ x + penalty, gradient)
    return weights


def predict(weights: Any, features: Any) -> Any:
    """Probability of being right, for each row."""
    return 1 / (1 + np.exp(-(weights[0] + features @ weights[1:])))


def _cross_validated(features: Any, right: Any, groups: Any) -> Any:
    names = sorted(set(groups))
    fold = {name: n % FOLDS for n, name in enumerate(names)}
    folds = np.array([fold[group] for group in groups])
    likely = np.zeros(len(right))
    for number in range(FOLDS):
        likely[folds == number] = predict(
            fit(features[folds != number], right[folds != number]), features[folds == number]
        )
    return likely


def _report(name: str, likely: Any, right: Any, answerable: Any) -> None:
    bins = np.minimum((likely * 10).astype(int), 9)
    error = sum(abs(likely[bins == b].mean() - right[bins == b].mean()) * (bins == b).mean() for b in set(bins))
    print(f"  {name}: {len(right)} questions, expected calibration error {error:.3f}")
    for threshold in (0.3, 0.4, 0.5, 0.6, 0.7):
        coverage, false = (likely[answerable] >= threshold).mean(), (likely[~answerable] >= threshold).mean()
        print(f"    threshold {threshold}: coverage {coverage:.3f}, false answers {false:.3f}")


if __name__ == "__main__":
    main()
