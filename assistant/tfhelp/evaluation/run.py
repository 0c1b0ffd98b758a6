"""Asking every golden question, by the whole assistant and by each of its legs."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from tfhelp.assistant import AskOptions, Assistant
from tfhelp.errors import UsageError
from tfhelp_index.records import LEGS
from tfhelp_index.search import Searcher

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    from tfhelp_index.bundle import Bundle
    from tfhelp_index.encoder import Encoder, Kind
    from tfhelp_index.records import Leg, Ranking

    from .gold import GoldQuestion

WHOLE = "tfhelp"
"""The assistant as it is, in a table of systems."""

COMBINATIONS: dict[str, tuple[Leg, ...]] = {
    " + ".join(legs): legs for size in (1, 2, 3) for legs in combinations(LEGS, size)
}
"""Each leg, each pair, all, by the name of the system."""

BEST, FURTHER = 2, 1
"""Gain of the best answer and of further ones."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one question."""

    question: GoldQuestion
    form: str
    gains: Mapping[str, tuple[int, ...]]
    """For each system the gain of the ranked entries, in order."""
    ideal: tuple[int, ...]
    """Gains of all its right entries; empty when nothing answers it."""
    first: str
    """Code of the entry that came first, empty if none did."""
    confidence: float
    confident: bool
    milliseconds: float

    @property
    def answerable(self) -> bool:
        """Whether some entry answers it."""
        return bool(self.ideal)

    @property
    def right(self) -> bool:
        """Whether a right entry came first."""
        return any(self.gains[WHOLE][:1])


class _Remembering:
    """An encoder that keeps its last vector: the legs are asked again for the ablation, the encoder is not."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self.id, self.dim = encoder.id, encoder.dim
        self._last: tuple[tuple[str, ...], Kind] | None = None
        self._vectors: NDArray | None = None  # type: ignore[type-arg]

    def encode(self, texts: Sequence[str], kind: Kind) -> NDArray:  # type: ignore[type-arg]
        asked = (tuple(texts), kind)
        if self._vectors is None or self._last != asked:
            self._vectors, self._last = self._encoder.encode(texts, kind), asked
        return self._vectors


class Evaluator:
    """Asks golden questions of one index."""

    def __init__(self, bundle: Bundle, open_encoder: Callable[[], Encoder]) -> None:
        self._searcher = Searcher(bundle, lambda: _Remembering(open_encoder()))
        self._assistant = Assistant(self._searcher)
        self._names = _names(bundle)
        self._entries: dict[str, list[int]] = {}
        for entry, names in self._names.items():
            for name in dict.fromkeys(names):
                self._entries.setdefault(name, []).append(entry)

    def waits(self, question: GoldQuestion) -> bool:
        """Whether the question is about a problem for which this index has no entry yet."""
        return question.kind == "answerable" and not self.right(question)

    def ask(self, question: GoldQuestion) -> Outcome:
        """Ask one question, of the whole assistant and of each combination of legs."""
        right = self.right(question)
        exclude: tuple[str, ...] = ()
        if question.kind == "no-entry":
            exclude = tuple(self.code(entry) for entry in right)
            right = {}
        start = time.perf_counter()
        try:
            answer = self._assistant.ask(question.text, AskOptions(exclude=exclude))
        except UsageError:  # nothing that could be asked: rightly not answered
            gains: dict[str, tuple[int, ...]] = dict.fromkeys((WHOLE, *COMBINATIONS), ())
            return Outcome(question, "question", gains, tuple(right.values()), "", 0.0, False, 0.0)
        elapsed = (time.perf_counter() - start) * 1000
        findings = self._searcher.consult(answer.query, exclude, thorough=True)
        gains = {WHOLE: _gains(answer.ranking, right)}
        for name, legs in COMBINATIONS.items():
            gains[name] = _gains(self._searcher.rank(answer.query, findings, legs), right)
        results = answer.ranking.results
        return Outcome(
            question=question,
            form=question.form or answer.query.form,
            gains=gains,
            ideal=tuple(sorted(right.values(), reverse=True)),
            first=self.code(results[0].entry) if results else "",
            confidence=answer.confidence,
            confident=answer.confident,
            milliseconds=elapsed,
        )

    def code(self, entry: int) -> str:
        """The code of an entry."""
        return self._names[entry][0]

    def right(self, question: GoldQuestion) -> dict[int, int]:
        """Entries that answer the question, with their gains."""
        found: dict[int, int] = {}
        for place, problem in enumerate(question.problems):
            for entry in self._entries.get(problem, ()):
                found.setdefault(entry, BEST if place == 0 else FURTHER)
        return found


def _names(bundle: Bundle) -> dict[int, tuple[str, ...]]:
    """Code, id and problems of every entry, by ordinal."""
    rows = bundle.database.connection.execute("SELECT ordinal, code, id, problems FROM entries ORDER BY ordinal")
    return {int(ordinal): (code, id_, *json.loads(problems)) for ordinal, code, id_, problems in rows}


def _gains(ranking: Ranking, right: Mapping[int, int]) -> tuple[int, ...]:
    return tuple(right.get(result.entry, 0) for result in ranking.results)
