"""``tfhelp eval``: the golden questions, asked here and now."""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from tfhelp.assistant import open_encoder
from tfhelp.errors import ExitCode, UsageError
from tfhelp.evaluation import diagram, gold, tables
from tfhelp.evaluation.report import report
from tfhelp.evaluation.run import Evaluator
from tfhelp_index.bundle import PACKAGED_BUNDLE, PACKAGED_ENCODER, Bundle, packaged_stamp
from tfhelp_index.encoder import OnnxEncoder

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from tfhelp.evaluation.gold import GoldQuestion
    from tfhelp.evaluation.run import Outcome


def run(arguments: argparse.Namespace) -> ExitCode:
    """Ask, sum up, print."""
    path = Path(arguments.questions) if arguments.questions else gold.packaged()
    questions = gold.load(path)
    if not arguments.questions:
        if arguments.misses and arguments.split in ("test", "all"):
            raise UsageError(
                "--misses does not show the test split: who mends what it shows measures nothing by it any more.",
                "Use --split dev or --split tune, or your own --questions.",
            )
        questions = [question for question in questions if arguments.split in ("all", question.split)]
    outcomes, waiting = _ask(arguments, questions)
    if not outcomes:
        raise UsageError("No question could be asked: this index has an entry for none of them.")
    found = report(outcomes, waiting)
    if arguments.svg:
        _write(Path(arguments.svg), diagram.to_svg(found))
    if arguments.json:
        print(json.dumps(found.as_json(), ensure_ascii=False, indent=1))
    else:
        print(tables.to_text(found), end="")
    if arguments.misses:
        print(_misses(outcomes), end="", file=sys.stderr if arguments.json else sys.stdout)
    return ExitCode.ANSWERED


def _ask(arguments: argparse.Namespace, questions: Sequence[GoldQuestion]) -> tuple[list[Outcome], int]:
    if not arguments.corpus:
        return _ask_index(Path(arguments.index) if arguments.index else PACKAGED_BUNDLE, questions)
    from tfhelp_corpus.corpus import Corpus
    from tfhelp_index import build, encoder

    from .index import show_progress

    corpus = Corpus.load(Path(arguments.corpus))
    with tempfile.TemporaryDirectory(prefix="tfhelp-") as folder:
        model = OnnxEncoder.open(PACKAGED_ENCODER, lasting=True)
        out = Path(folder) / "index"
        build.build(corpus, out, model, encoder.stamp(PACKAGED_ENCODER), Path(arguments.corpus).name, show_progress)
        return _ask_index(out, questions)


def _ask_index(folder: Path, questions: Sequence[GoldQuestion]) -> tuple[list[Outcome], int]:
    bundle = Bundle.open(folder, packaged_stamp(), foreign=True)
    try:
        evaluator = Evaluator(bundle, lambda: open_encoder(bundle, lasting=True))
        asked = [question for question in questions if not evaluator.waits(question)]
        outcomes = []
        for number, question in enumerate(asked, start=1):
            outcomes.append(evaluator.ask(question))
            if sys.stderr.isatty():
                end = "\n" if number == len(asked) else ""
                print(f"\rasking {number}/{len(asked)}", end=end, file=sys.stderr, flush=True)
        return outcomes, len(questions) - len(asked)
    finally:
        bundle.close()


def _misses(outcomes: Sequence[Outcome]) -> str:
    """A line for every question that went wrong."""
    lines = ["", "Misses: what happened, confidence, what came first, what was asked"]
    for outcome in outcomes:
        wrong = outcome.answerable and not outcome.right
        silent = outcome.right and not outcome.confident
        false = not outcome.answerable and outcome.confident
        if wrong or silent or false:
            what = "wrong first" if wrong else "not confident" if silent else "answered"
            asked = " ".join(outcome.question.text.split())
            shown = asked if len(asked) <= 100 else f"{asked[:60]} … {asked[-38:]}"
            lines.append(f"{outcome.question.id}  {what}  {outcome.confidence:.2f}  {outcome.first or '-'}  {shown}")
    return "\n".join(lines) + "\n"


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror}.", "Name another file with --svg.") from None
