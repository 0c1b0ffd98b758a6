"""How often the right entry comes first, beside each leg alone, plain BM25, and the plain pipeline, in one run.

Run it where tfhelp is installed:  python benchmarks/retrieval.py [--split dev] [--plain-python PATH]
Only sums over questions are printed and kept, so that ``--split test`` shows nothing one could tune on.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from common import SPLITS, Question, load_problems, load_questions, table, write_result
from plain import PlainPipeline, add_options

from tfhelp.assistant import Assistant
from tfhelp.errors import UsageError
from tfhelp_index import confidence, fusion, signatures
from tfhelp_index.search import DENSE_DEPTH, LEXICAL_DEPTH, Searcher

if TYPE_CHECKING:
    from collections.abc import Callable

    from tfhelp.answer import Answer
    from tfhelp_index.query import Query

MEASURES = ("hit@1", "hit@3", "mrr")

CUT = 10
"""MRR counts a right entry within the first ten."""

Rankings = dict[str, list[int]]
"""Entry ordinals, best first, by the question's id."""

FULL, PLAIN = "tfhelp", "MiniLM + FAISS"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the assistant thinks of its own answer to one question."""

    question: Question
    confident: bool
    first_right: bool


def signature_leg(searcher: Searcher, query: Query) -> list[int]:
    """Entries by signatures alone."""
    return [match.entry for match in signatures.search(searcher.bundle.database.signatures(), query.lines)]


def lexical_leg(searcher: Searcher, text: str) -> list[int]:
    """Entries by BM25 alone, an entry by its best row."""
    index = searcher.bundle.lexical
    rows = [searcher.bundle.rows[match.row][0] for match in index.search(index.weigh(text), LEXICAL_DEPTH)]
    return list(dict.fromkeys(rows))


def dense_leg(searcher: Searcher, query: Query) -> list[int]:
    """Entries by the encoder alone, an entry by its nearest passage."""
    vector = searcher.encoder.encode([query.dense_text], "query")[0]
    entries = searcher.bundle.passage_entries
    return list(dict.fromkeys(entries[ordinal] for ordinal, _ in searcher.bundle.dense.search(vector, DENSE_DEPTH)))


def without_encoder(searcher: Searcher, query: Query) -> list[int]:
    """Entries by signatures and BM25, fused as ever; what is left where the encoder does not work."""
    bundle = searcher.bundle
    found = bundle.lexical.search(bundle.lexical.weigh(query.lexical_text), LEXICAL_DEPTH)
    matched = signatures.search(bundle.database.signatures(), query.lines)
    results = fusion.fuse(fusion.gather(matched, found, [], [entry for entry, _ in bundle.rows], ()))
    return [result.entry for result in results]


def rank_all(assistant: Assistant, questions: list[Question]) -> tuple[dict[str, Rankings], list[Verdict]]:
    """Every question through the assistant and through each leg, and the assistant's verdicts."""
    searcher, problems = assistant.searcher, load_problems()
    systems: dict[str, Callable[[Question, Answer], list[int]]] = {
        FULL: lambda _, answer: [result.entry for result in answer.ranking.results],
        "without encoder": lambda _, answer: without_encoder(searcher, answer.query),
        "signatures alone": lambda _, answer: signature_leg(searcher, answer.query),
        "BM25 alone": lambda _, answer: lexical_leg(searcher, answer.query.lexical_text),
        "BM25, raw paste": lambda question, _: lexical_leg(searcher, question.text),
        "encoder alone": lambda _, answer: dense_leg(searcher, answer.query),
    }
    rankings: dict[str, Rankings] = {name: {} for name in systems}
    verdicts = []
    for question in questions:
        try:
            answer = assistant.ask(question.text)
        except UsageError:  # noise without a letter: rightly not answered
            verdicts.append(Verdict(question, confident=False, first_right=False))
            continue
        for name, ranking in systems.items():
            rankings[name][question.id] = ranking(question, answer)
        first = rankings[FULL][question.id][:1]
        right = bool(first) and bool(problems[first[0]] & question.problems)
        verdicts.append(Verdict(question, answer.confident, right))
    return rankings, verdicts


def score(questions: list[Question], rankings: Rankings, problems: dict[int, frozenset[str]]) -> dict[str, float]:
    """hit@1, hit@3 and MRR; a question is right where an entry for one of its problems stands."""
    places = []
    for question in questions:
        ranked = rankings.get(question.id, [])
        places.append(next((n for n, entry in enumerate(ranked, start=1) if problems[entry] & question.problems), 0))
    count = len(places)
    return {
        "questions": count,
        "hit@1": round(sum(place == 1 for place in places) / count, 3),
        "hit@3": round(sum(1 <= place <= 3 for place in places) / count, 3),
        "mrr": round(sum(1 / place for place in places if 1 <= place <= CUT) / count, 3),
    }


def groups_of(questions: list[Question]) -> dict[str, list[Question]]:
    """All questions; by language; by form; by both."""
    groups: dict[str, list[Question]] = {"all": questions}
    for question in sorted(questions, key=lambda found: (found.language, found.form)):
        for name in (question.language, question.form, f"{question.language} {question.form}"):
            groups.setdefault(name, []).append(question)
    return dict(sorted(groups.items(), key=lambda group: (group[0] != "all", " " in group[0], len(group[0]) > 2)))


def judge(verdicts: list[Verdict]) -> dict[str, Any]:
    """At the shipped threshold: answers to what has no answer, and answers to what has one."""
    answerable = [verdict for verdict in verdicts if verdict.question.problems]
    said = [verdict for verdict in answerable if verdict.confident]
    kinds: dict[str, dict[str, Any]] = {}
    for kind in ("no-entry", "other-software", "off-topic", ""):
        of_kind = [v for v in verdicts if not v.question.problems and kind in ("", v.question.kind)]
        wrong = sum(verdict.confident for verdict in of_kind)
        kinds[kind or "all"] = {"questions": len(of_kind), "answered": wrong, "rate": _share(wrong, len(of_kind))}
    return {
        "threshold": confidence.THRESHOLD,
        "answerable": len(answerable),
        "coverage": _share(len(said), len(answerable)),
        "right_when_answered": _share(sum(verdict.first_right for verdict in said), len(said)),
        "false_answers": kinds,
    }


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 3) if whole else None


def show(scores: dict[str, dict[str, dict[str, float]]], judged: dict[str, Any]) -> None:
    """Print hit@1 / hit@3 / MRR of each system in each group, then the verdicts."""
    systems = list(scores)
    rows = []
    for group, of_first in scores[systems[0]].items():
        cells = [" ".join(f"{scores[name][group][key]:.2f}" for key in MEASURES) for name in systems]
        rows.append([group, f"{of_first['questions']:g}", *cells])
    print(table([" ".join(MEASURES), "n", *systems], rows))
    print(f"\nAt the threshold {judged['threshold']}:")
    print(f"  with an answer: a share of {judged['coverage']} of {judged['answerable']} is answered,")
    print(f"  and a share of {judged['right_when_answered']} of those has a right entry first")
    for kind, found in judged["false_answers"].items():
        print(f"  without an answer, {kind}: {found['answered']} of {found['questions']} answered ({found['rate']})")


def main() -> None:
    """Rank, score, print and keep the result."""
    parser = argparse.ArgumentParser(description="retrieval beside the plain pipeline; coverage; false answers")
    parser.add_argument("--split", choices=SPLITS, default="dev", help="which golden questions (default: dev)")
    add_options(parser)
    arguments = parser.parse_args()
    questions, problems = load_questions(arguments.split), load_problems()
    plain = PlainPipeline.prepare(arguments)
    rankings, verdicts = rank_all(Assistant.open(lasting=True), questions)
    answerable = [question for question in questions if question.problems]
    if plain is not None:
        rankings[PLAIN] = plain.rank({question.id: question.text for question in answerable})
    scores = {
        name: {group: score(members, found, problems) for group, members in groups_of(answerable).items()}
        for name, found in rankings.items()
    }
    judged = judge(verdicts)
    show(scores, judged)
    result = {"split": arguments.split, "scores": scores, "confidence": judged}
    path = write_result(f"retrieval-{arguments.split}", result)
    print(f"\nKept in {path.parent.name}/{path.name}")


if __name__ == "__main__":
    main()
