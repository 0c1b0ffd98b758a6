"""Fit the two confidence models on the golden questions and say how they do on questions they have not seen.

First the subject: a linear classifier on query vectors, of questions with an answer and the entries' own example
questions against questions about other things (golden ones and `strangers`). Then both confidence models over the
features, of which what the subject says is one.

Logistic regression with an L2 penalty by Newton's method (iteratively reweighted least squares). Every figure is
cross-validated by problem over the splits tune and dev: all questions about one problem are left out together. The
threshold is the lowest one at which no more than the wanted share of unanswerable questions would be answered. The
test split is never read.

Run: python benchmarks/fit_confidence.py [--write]
"""

from __future__ import annotations

import argparse
import json
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from tfhelp.assistant import Assistant
from tfhelp.evaluation import gold, measures
from tfhelp.evaluation.run import Evaluator
from tfhelp.reading.question import read_question
from tfhelp_index import confidence
from tfhelp_index.confidence import NAMES
from tfhelp_index.records import LEGS
from tfhelp_index.subject import FILE, SubjectModel

if TYPE_CHECKING:
    from tfhelp_index.search import Searcher

WEIGHTS = Path(confidence.__file__).with_name("confidence_weights.py")
STRANGERS = (
    Path(__file__).with_name("strangers.jsonl"),
    Path(__file__).parents[1] / "index" / "encoder" / "strangers.jsonl",
)
PENALTY = 0.1
SUBJECT_PENALTY = 0.1
FOLDS = 10
ROW = 8
"""Weights to a line."""
SENSE = {"unsigned": -1, "brief": -1, "length": 0, "chinese": 0}
"""Which way a feature may speak, where not for an answer: -1 against it, 0 as it comes. Two that go together can
otherwise share a weight as a large one for the first and one against the second, and where they part, more evidence
counts for less."""
FALSE_ANSWERS = 0.06
"""Share of unanswerable questions that may get an answer. Most that do are about Transformers: their entry was taken
away, and of more than 500 others one is near. Of those about other things it is about half as many."""


@dataclass(frozen=True, slots=True)
class Rows:
    """What is fitted: one row for each question."""

    features: Any
    """Shape (n, features), float64."""
    right: Any
    """1.0 where the first entry is right."""
    answerable: Any
    """1.0 where the corpus has an answer."""
    groups: Any
    """What stays together in a fold: the problem."""
    vectors: Any
    """Query vectors, shape (n, d), float32."""
    about: Any
    """1.0 where the question is about the subject, answered or not."""
    asked: Any
    """True where the question counts as it is; False for the same error as if no signature knew its message."""


def main() -> None:
    """Print how both models do, and their weights, or write those."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--write", action="store_true", help=f"write {WEIGHTS.name}")
    write = parser.parse_args().write
    searcher = Assistant.open(lasting=True).searcher
    found: dict[str, Any] = {}
    outside = known_vectors(searcher)
    for dense in (True, False):
        rows = collect(searcher, dense=dense)
        if dense:
            subject = fit_subject(rows.vectors, rows.about, *outside)
            rows.features[:, NAMES.index("subject")] = subjects_unseen(rows, *outside)
        likely, answers = (cross_validated(rows, target) for target in (rows.right, rows.answerable))
        threshold = threshold_for(answers[rows.asked], rows.answerable[rows.asked])
        suffix = "" if dense else "_WITHOUT_DENSE"
        report("with the encoder" if dense else "without it", rows, likely, answers, threshold)
        found |= {f"RIGHT{suffix}": fit_signed(rows.features, rows.right)}
        found |= {f"ANSWERABLE{suffix}": fit_signed(rows.features, rows.answerable)}
        found.setdefault("THRESHOLD", threshold)
    text = source(found)
    if write:
        subject.astype("<f4").tofile(FILE)
        WEIGHTS.write_text(text, encoding="utf-8")
    else:
        print(text)


def collect(searcher: Searcher, *, dense: bool) -> Rows:
    """Features of every question of tune and dev that has an entry, or must not have an answer."""
    evaluator = Evaluator(searcher.bundle, lambda: searcher.encoder)
    legs = LEGS if dense else tuple(leg for leg in LEGS if leg != "dense")
    table = []
    for question in gold.load(gold.packaged()):
        if question.split == "test" or evaluator.waits(question):
            continue
        wanted = evaluator.right(question)
        barred = tuple(evaluator.code(entry) for entry in wanted) if question.kind == "no-entry" else ()
        query = read_question(question.text)
        findings = searcher.consult(query, barred, thorough=True)
        vector = searcher.encoder.encode([query.dense_text], "query")[0]
        answerable, about = question.kind == "answerable", question.kind in ("answerable", "no-entry")
        group = question.problems[0] if question.problems else question.id
        # The questions were written from the messages that signatures were made of; people's programs print others.
        unsigned = tuple(leg for leg in legs if leg != "signature")
        for chosen in (legs, unsigned) if query.errors else (legs,):
            ranking = searcher.rank(query, findings, chosen)
            if ranking.features:
                right = answerable and ranking.results[0].entry in wanted
                asked = chosen is legs
                table.append((astuple(ranking.features), right, answerable, group, vector, about, asked))
    features, right, answered, groups, vectors, abouts, asked_ = zip(*table, strict=True)
    return Rows(
        np.array(features), np.array(right, float), np.array(answered, float), np.array(groups),
        np.array(vectors), np.array(abouts, float), np.array(asked_),
    )  # fmt: skip


def known_vectors(searcher: Searcher) -> tuple[Any, Any]:
    """Vectors of the entries' example questions, and of questions that have nothing to do with them; both (n, d)."""
    passages = searcher.bundle.database.passages()
    own = [number for number, passage in enumerate(passages) if passage.role == "question"]
    lines = [line for path in STRANGERS for line in path.read_text(encoding="utf-8").splitlines()]
    texts = [read_question(json.loads(line)["query"]).dense_text for line in lines]
    strange = [searcher.encoder.encode([text], "query")[0] for text in texts]
    return searcher.bundle.dense.vectors()[own], np.array(strange)


def fit_subject(vectors: Any, about: Any, own: Any, strange: Any) -> Any:
    """Weights of the subject's model, intercept first; shape (d + 1,).

    The entries' own questions are many; together they weigh as much as the golden ones that are about the subject.
    """
    x = np.r_[vectors, own, strange]
    target = np.r_[about, np.ones(len(own)), np.zeros(len(strange))]
    share = np.r_[np.ones(len(vectors)), np.full(len(own), about.sum() / len(own)), np.ones(len(strange))]
    return fit(x, target, SUBJECT_PENALTY, share)


def subjects_unseen(rows: Rows, own: Any, strange: Any) -> Any:
    """For each row what a subject's model says that has seen no question about its problem."""
    folds = folds_of(rows)
    said = np.zeros(len(folds))
    for number in range(FOLDS):
        inside, outside = folds == number, folds != number
        weights = fit_subject(rows.vectors[outside], rows.about[outside], own, strange)
        said[inside] = [SubjectModel(weights).score(vector) for vector in rows.vectors[inside]]
    return said


def fit_signed(features: Any, target: Any) -> Any:
    """Weights, intercept first, none against the sense of its feature; such ones are left out, the worst first."""
    wrong = np.zeros(len(NAMES), bool)
    signs = np.array([SENSE.get(name, 1) for name in NAMES])
    while True:
        weights = fit(np.where(wrong, 0.0, features), target)
        against = weights[1:] * signs
        if against.min() >= 0:
            return weights
        wrong[against.argmin()] = True


def fit(features: Any, target: Any, strength: float = PENALTY, share: Any = 1.0) -> Any:
    """Weights, intercept first; ``share`` is what each row counts."""
    x = np.c_[np.ones(len(features)), features]
    penalty = strength * np.eye(x.shape[1])
    penalty[0, 0] = 0.0
    weights = np.zeros(x.shape[1])
    for _ in range(50):
        p = 1 / (1 + np.exp(-x @ weights))
        gradient = x.T @ (share * (target - p)) - penalty @ weights
        weights += np.linalg.solve((x * (share * p * (1 - p))[:, None]).T @ x + penalty, gradient)
    return weights


def predict(weights: Any, features: Any) -> Any:
    """A probability for each row."""
    return 1 / (1 + np.exp(-(weights[0] + features @ weights[1:])))


def cross_validated(rows: Rows, target: Any) -> Any:
    """For each row the probability by a model that has seen no question about its problem."""
    folds = folds_of(rows)
    likely = np.zeros(len(target))
    for number in range(FOLDS):
        inside, outside = folds == number, folds != number
        likely[inside] = predict(fit_signed(rows.features[outside], target[outside]), rows.features[inside])
    return likely


def folds_of(rows: Rows) -> Any:
    """The fold of each row: all questions about one problem are in one."""
    names = np.random.default_rng(0).permutation(sorted(set(rows.groups)))
    fold = {name: number % FOLDS for number, name in enumerate(names)}
    return np.array([fold[group] for group in rows.groups])


def threshold_for(answers: Any, answerable: Any) -> float:
    """The lowest threshold, to two digits, that keeps false answers within `FALSE_ANSWERS`."""
    return next(
        t for t in np.arange(0.2, 1.0, 0.01).round(2) if false_answers(answers, answerable, t) <= FALSE_ANSWERS
    )


def false_answers(answers: Any, answerable: Any, threshold: float) -> float:
    """Share of the unanswerable questions that would be answered."""
    return float((answers[answerable == 0] >= threshold).mean())


def report(name: str, rows: Rows, likely: Any, answers: Any, threshold: float) -> None:
    """Calibration and the trade-off between coverage and false answers, over the questions as they are."""
    asked, answerable = rows.asked, rows.answerable[rows.asked]
    print(f"{name}: {asked.sum()} questions, {int(answerable.sum())} of them with an entry; cross-validated")
    unknown = answers[~asked & (rows.answerable == 1)] >= threshold
    print(f"  coverage of errors whose message no signature would know: {unknown.mean():.3f}")
    likely, answers = likely[asked], answers[asked]
    for what, said, held in (("right", likely, rows.right[asked]), ("answerable", answers, answerable)):
        error = measures.calibration_error(measures.reliability(list(said), list(held > 0)))
        print(f"  {what}: expected calibration error {error:.3f}")
    for at in sorted({0.3, 0.4, 0.5, 0.6, 0.7, 0.8, threshold}):
        coverage = (answers[answerable == 1] >= at).mean()
        mark = "  <-" if at == threshold else ""
        print(
            f"    threshold {at:.2f}: coverage {coverage:.3f}, "
            f"false answers {false_answers(answers, answerable, at):.3f}{mark}"
        )


def source(found: dict[str, Any]) -> str:
    """The module that `tfhelp_index.confidence` reads its weights from."""
    lines = [
        '"""Weights of the confidence models, intercept first: written by ``benchmarks/fit_confidence.py``."""',
        "",
        f"THRESHOLD = {found.pop('THRESHOLD'):g}",
    ]
    for name, weights in found.items():
        head, *rest = (f"{weight:.3f}" for weight in weights)
        rows = [", ".join(rest[start : start + ROW]) for start in range(0, len(rest), ROW)]
        lines += ["", f"{name} = (", f"    {head},", *(f"    {row}," for row in rows), ")  # fmt: skip"]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
