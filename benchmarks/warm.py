"""How long a question takes in a process that lives on, as in the chat or in ``tfhelp ask --batch``.

Run it where tfhelp is installed:  python benchmarks/warm.py [--split dev] [--repeat 3]
"""

from __future__ import annotations

import argparse
import random
import statistics
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from common import SPLITS, Question, load_questions, percentile, table, write_result

from tfhelp.assistant import Assistant
from tfhelp.errors import UsageError
from tfhelp_index.bundle import PACKAGED_ENCODER
from tfhelp_index.encoder import OnnxEncoder

if TYPE_CHECKING:
    from collections.abc import Callable

    from tfhelp.answer import Answer

WARM_UP = 10
TOKENS = range(32, 65)
"""Length of the questions that the budget speaks of, in tokens of what is embedded."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One question, asked once."""

    milliseconds: float
    encoded: bool
    """The encoder was asked: no signature decided."""
    tokens: int


def ask_all(assistant: Assistant, questions: list[Question], repeat: int) -> list[Sample]:
    """Ask every question ``repeat`` times, each round in another order, after a few that are not counted."""
    encoder = OnnxEncoder.open(PACKAGED_ENCODER)
    shuffle = random.Random(0).shuffle
    for question in questions[:WARM_UP]:
        _ask(assistant, question.text)
    samples = []
    for _ in range(repeat):
        order = list(questions)
        shuffle(order)
        for question in order:
            start = time.perf_counter()
            answer = _ask(assistant, question.text)
            milliseconds = (time.perf_counter() - start) * 1000
            if answer is not None:
                tokens = len(encoder.tokens(answer.query.dense_text, "query"))
                samples.append(Sample(milliseconds, not answer.ranking.decided, tokens))
    return samples


def _ask(assistant: Assistant, text: str) -> Answer | None:
    try:
        return assistant.ask(text)
    except UsageError:  # noise without a letter: nothing was asked
        return None


GROUPS: dict[str, Callable[[Sample], bool]] = {
    "all": lambda _: True,
    "a signature decided": lambda sample: not sample.encoded,
    "encoder asked": lambda sample: sample.encoded,
    f"encoder asked, {TOKENS[0]}–{TOKENS[-1]} tokens": lambda sample: sample.encoded and sample.tokens in TOKENS,
}


def summarize(samples: list[Sample]) -> dict[str, dict[str, float]]:
    """Count, median, 95th percentile and maximum of each group, in milliseconds."""
    found: dict[str, dict[str, float]] = {}
    for name, belongs in GROUPS.items():
        times = [sample.milliseconds for sample in samples if belongs(sample)]
        if times:
            found[name] = {
                "samples": len(times),
                "p50_ms": round(statistics.median(times), 2),
                "p95_ms": round(percentile(times, 0.95), 2),
                "max_ms": round(max(times), 2),
            }
    return found


def main() -> None:
    """Measure, print and keep the result."""
    parser = argparse.ArgumentParser(description="p50 and p95 of questions in one process")
    parser.add_argument("--split", choices=SPLITS, default="dev", help="which golden questions (default: dev)")
    parser.add_argument("--repeat", type=int, default=3, help="rounds over all questions (default: 3)")
    arguments = parser.parse_args()
    questions = load_questions(arguments.split)
    start = time.perf_counter()
    assistant = Assistant.open(lasting=True)
    _ask(assistant, "warm up the encoder with a question about nothing")
    ready = (time.perf_counter() - start) * 1000
    found = summarize(ask_all(assistant, questions, arguments.repeat))
    print(f"{len(questions)} questions ({arguments.split}), {arguments.repeat} rounds")
    print(f"opened and first question answered in {ready:.0f} ms\n")
    header = ["milliseconds", "samples", "p50", "p95", "max"]
    rows = [[name, *(f"{value:g}" for value in row.values())] for name, row in found.items()]
    print(table(header, rows))
    setting = {"split": arguments.split, "questions": len(questions), "repeat": arguments.repeat}
    path = write_result("warm", {**setting, "ready_ms": round(ready, 1), "groups": found})
    print(f"\nKept in {path.parent.name}/{path.name}")


if __name__ == "__main__":
    main()
