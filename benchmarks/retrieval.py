"""How far tfhelp is ahead of each of its legs, of BM25 at its best, and of the plain pipeline, on the same questions.

Run it where tfhelp is installed:  python benchmarks/retrieval.py [--split dev] [--plain-python PATH]
It asks with the evaluator of ``tfhelp eval`` and adds what that does not know. Only sums over questions are printed
and kept, so that ``--split test`` shows nothing one could tune on.
"""

from __future__ import annotations

import argparse
from dataclasses import asdict
from itertools import product
from typing import TYPE_CHECKING, Any

import numpy as np
from common import BUNDLE, SPLITS, load_problems, write_result
from plain import PlainPipeline, add_options

from tfhelp.evaluation import gold, measures, tables
from tfhelp.evaluation.report import report
from tfhelp.evaluation.run import BEST, COMBINATIONS, FURTHER, WHOLE, Evaluator
from tfhelp.reading.question import read_question
from tfhelp_index.bundle import PACKAGED_ENCODER, Bundle, packaged_stamp
from tfhelp_index.encoder import OnnxEncoder
from tfhelp_index.lexical import FIELD_WEIGHTS, FIELDS
from tfhelp_index.search import LEXICAL_DEPTH

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tfhelp.evaluation.gold import GoldQuestion
    from tfhelp.evaluation.run import Outcome

    Ranker = Callable[[GoldQuestion], list[int]]
    Gains = list[tuple[int, ...]]

GRID = tuple(product((1.0, 3.0, 5.0), (1.0, 2.0), (1.0, 3.0, 6.0), (1.0,)))
"""Field weights among which BM25 finds its own best, on `dev` whatever is asked."""

RESAMPLES = 10_000
HEADER = ("questions", "hit@1", "hit@3", "MRR", "nDCG@10", "ahead in hit@1, points", "in hit@3")


def lexical(bundle: Bundle, weights: Sequence[float], *, raw: bool = False) -> Ranker:
    """BM25 alone, an entry by its best row, over the paste as it was read or, ``raw``, as it came."""

    def rank(question: GoldQuestion) -> list[int]:
        terms = bundle.lexical.weigh(question.text if raw else read_question(question.text).lexical_text)
        matches = bundle.lexical.search(terms, LEXICAL_DEPTH, weights)
        return list(dict.fromkeys(bundle.rows[match.row][0] for match in matches))

    return rank


def gains(questions: Sequence[GoldQuestion], rank: Ranker) -> Gains:
    """The gain of every ranked entry, in order, as the evaluator counts it."""
    of_entry = load_problems()

    def gain(question: GoldQuestion, entry: int) -> int:
        best = question.problems[0] in of_entry[entry]
        return BEST if best else FURTHER if of_entry[entry].intersection(question.problems) else 0

    return [tuple(gain(question, entry) for entry in rank(question)) for question in questions]


def hit(row: Sequence[int], cut: int) -> bool:
    """Whether a right entry stands among the first ``cut``."""
    return any(row[:cut])


def best_weights(bundle: Bundle, dev: Sequence[GoldQuestion]) -> tuple[float, ...]:
    """The field weights with which BM25 alone does best, by hit@1, then hit@3."""

    def quality(weights: tuple[float, ...]) -> tuple[int, int]:
        rows = gains(dev, lexical(bundle, weights))
        return sum(hit(row, 1) for row in rows), sum(hit(row, 3) for row in rows)

    return max(GRID, key=quality)


def ahead(outcomes: Sequence[Outcome], others: Gains, cut: int) -> tuple[float, float, float]:
    """hit@``cut`` of tfhelp less that of another system, with its 95 % interval.

    The interval is a bootstrap over problems: questions about one problem go together.
    """
    steps: dict[str, list[int]] = {}
    for outcome, other in zip(outcomes, others, strict=True):
        step = hit(outcome.gains[WHOLE], cut) - hit(other, cut)
        steps.setdefault(outcome.question.problems[0], []).append(step)
    sums = np.array([(sum(found), len(found)) for found in steps.values()])
    drawn = sums[np.random.default_rng(0).integers(len(sums), size=(RESAMPLES, len(sums)))].sum(axis=1)
    low, high = np.percentile(drawn[:, 0] / drawn[:, 1], (2.5, 97.5))
    return float(sums[:, 0].sum() / sums[:, 1].sum()), float(low), float(high)


def compare(outcomes: Sequence[Outcome], systems: dict[str, Gains], language: str) -> dict[str, dict[str, Any]]:
    """Figures of every system and how far tfhelp is ahead, over the questions in a language or in ``all``."""
    chosen = [number for number, outcome in enumerate(outcomes) if language in ("all", outcome.question.language)]
    asked, found = [outcomes[number] for number in chosen], {}
    for name, rows in systems.items():
        own = [rows[number] for number in chosen]
        figures = asdict(measures.retrieval(own, [outcome.ideal for outcome in asked]))
        found[name] = {**figures, "ahead_hit1": ahead(asked, own, 1), "ahead_hit3": ahead(asked, own, 3)}
    return found


def show(group: str, found: dict[str, dict[str, Any]]) -> None:
    """Print one group as a table; differences in points."""
    rows = []
    for name, (count, *figures, hit1, hit3) in ((name, row.values()) for name, row in found.items()):
        differences = [" {:+.1f} ({:+.1f} to {:+.1f})".format(*(100 * value for value in d)) for d in (hit1, hit3)]
        cells = ["", ""] if name == WHOLE else differences
        rows.append([name, str(count), *(f"{figure:.3f}" for figure in figures), *cells])
    print(f"\n{tables.table([group, *HEADER], rows)}")


def main() -> None:
    """Ask, compare, print and keep the result."""
    parser = argparse.ArgumentParser(description="tfhelp less its legs, less BM25 at its best, less a plain pipeline")
    parser.add_argument("--split", choices=SPLITS, default="dev", help="which golden questions (default: dev)")
    add_options(parser)
    arguments = parser.parse_args()
    bundle = Bundle.open(BUNDLE, packaged_stamp())
    evaluator = Evaluator(bundle, lambda: OnnxEncoder.open(PACKAGED_ENCODER, lasting=True))
    known = [question for question in gold.load(gold.packaged()) if not evaluator.waits(question)]
    best = best_weights(bundle, [q for q in known if q.split == "dev" and q.kind == "answerable"])
    plain = PlainPipeline.prepare(arguments)
    everything = [evaluator.ask(question) for question in known if arguments.split in ("all", question.split)]
    outcomes = [outcome for outcome in everything if outcome.answerable]
    asked = [outcome.question for outcome in outcomes]
    systems = {name: [outcome.gains[name] for outcome in outcomes] for name in (WHOLE, *COMBINATIONS)}
    systems["BM25, raw paste"] = gains(asked, lexical(bundle, FIELD_WEIGHTS, raw=True))
    systems["BM25, best weights"] = gains(asked, lexical(bundle, best))
    if plain is not None:
        rankings = plain.rank({question.id: question.text for question in asked})
        systems["MiniLM + FAISS"] = gains(asked, lambda question: rankings[question.id])
    compared = {group: compare(outcomes, systems, group) for group in ("all", "en", "zh")}
    weights = dict(zip(FIELDS, best, strict=True))
    print(f"{arguments.split}; BM25's best weights on dev: {', '.join(f'{k} {v:g}' for k, v in weights.items())}")
    for group, found in compared.items():
        show(group, found)
    result = {"split": arguments.split, "best_weights": weights, "compared": compared}
    path = write_result(f"retrieval-{arguments.split}", {**result, "eval": report(everything).as_json()})
    print(f"\nKept in {path.parent.name}/{path.name}")


if __name__ == "__main__":
    main()
