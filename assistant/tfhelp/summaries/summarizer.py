"""From a model's words to a summary: sentence by sentence, each shown or withheld, and at the end what stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from tfhelp.answer import Citation, Summary
from tfhelp_corpus.language import join_sentences

from .extractive import extractive, fix_code
from .grounding import Checker
from .prompt import cited, messages, phrases
from .sentences import SentenceStream
from .source import Source
from .words import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tfhelp.answer import Candidate
    from tfhelp_corpus.entry import Language

    from .grounding import Reason
    from .source import TextEncoder

MOST_SENTENCES = 5
"""Shown ones; the rest of what a model says is not read any more."""
GIVE_UP = 8
"""Withheld in a row: a model that got lost does not find back."""
MOST_CODE_LINES = 8


@dataclass(frozen=True, slots=True)
class Shown:
    """A sentence that may be shown, with its citation."""

    text: str
    number: int
    """Of the entry that bears it out."""
    own: bool = False
    """It is the entry's own sentence, in the place of one that was withheld."""


@dataclass(frozen=True, slots=True)
class Withheld:
    """A sentence that was held back, and why."""

    reason: Reason


@dataclass(frozen=True, slots=True)
class Finished:
    """The summary, complete."""

    summary: Summary


Event: TypeAlias = Shown | Withheld | Finished


class Summarizer:
    """Makes one summary; the model's text arrives as pieces from wherever it is written."""

    def __init__(
        self, candidates: Sequence[Candidate], language: Language, encoder: TextEncoder | None, model: str
    ) -> None:
        """Prepare the summary of an answer.

        Args:
            candidates: of the answer, best first, at least one.
            language: of the answer.
            encoder: for the support of sentences; None where there is none, then words alone decide.
            model: the model's id, as the summary names it.
        """
        self._candidates = cited(candidates, language)
        self._language = language if self._candidates[0].language == language else self._candidates[0].language
        self._sources = [
            Source(candidate.text, self._language, number, encoder)
            for number, candidate in enumerate(self._candidates, start=1)
        ]
        self._model = model

    def messages(self, question: str) -> tuple[tuple[str, str], ...]:
        """What the model is asked, for `tfhelp.models.protocol.Generate`."""
        return messages(question, self._candidates, self._language)

    def phrases(self) -> tuple[str, ...]:
        """The sentences that the model should keep to, for the same request."""
        return phrases(self._candidates)

    def warm(self) -> None:
        """Prepare the check of sentences; worth it while the model still reads."""
        for source in self._sources:
            source.warm()

    def events(self, pieces: Iterable[str]) -> Iterator[Event]:
        """Read the model's text; `Shown` and `Withheld` as sentences become whole, `Finished` at the end."""
        shown: list[Shown] = []
        reasons: list[Reason] = []
        for _, event in judged(pieces, Checker(self._sources, self._language)):
            if isinstance(event, Shown):
                shown.append(event)
            else:
                reasons.append(event.reason)
            yield event
        yield Finished(self._summary(shown, reasons))

    def _summary(self, shown: list[Shown], reasons: list[Reason]) -> Summary:
        held = withheld_note(reasons, self._language, sum(sentence.own for sentence in shown))
        if not shown:
            stand_in = extractive(self._candidates[0])
            note = join_sentences(words(self._language, "stands_in"), held)
            text, citations = (stand_in.text, stand_in.citations) if stand_in else ("", ())
            return Summary(text, "extractive", citations, len(reasons), note)
        numbers = sorted({sentence.number for sentence in shown})
        citations = tuple(Citation(number, self._candidates[number - 1].record.code) for number in numbers)
        text = ("" if self._language == "zh" else " ").join(sentence.text for sentence in shown)
        return Summary(text + self._code(numbers[0]), self._model, citations, len(reasons), held)

    def _code(self, number: int) -> str:
        """The code of the fix, copied from the entry; empty if it has none that is short."""
        block = fix_code(self._candidates[number - 1])
        if block is None or not block.text.strip() or len(block.text.splitlines()) > MOST_CODE_LINES:
            return ""
        mark = "````" if "```" in block.text else "```"
        return f"\n\n{words(self._language, 'code', number=number)}\n\n{mark}{block.language}\n{block.text}\n{mark}"


def judged(pieces: Iterable[str], checker: Checker) -> Iterator[tuple[str, Shown | Withheld]]:
    """Each sentence of a text as the model wrote it, and what becomes of it; ends where a summary is complete."""
    shown, in_a_row = 0, 0
    for sentence in _sentences(pieces):
        verdict = checker.check(sentence)
        if verdict.reason is None:
            shown, in_a_row = shown + 1, 0
            yield sentence, Shown(verdict.text, verdict.number)
        else:
            in_a_row += 1
            yield sentence, Withheld(verdict.reason)
            if verdict.instead:
                shown, in_a_row = shown + 1, 0
                yield sentence, Shown(verdict.instead, verdict.number, own=True)
        if shown == MOST_SENTENCES or in_a_row == GIVE_UP:
            return


def withheld_note(reasons: Sequence[Reason], language: Language, replaced: int = 0) -> str:
    """How many sentences were held back and for what, and how many the entry's own stand for; empty if none."""
    if not reasons:
        return ""
    said = words(language, "reason_separator").join(words(language, reason) for reason in dict.fromkeys(reasons))
    count = len(reasons)
    note = words(language, "withheld_one" if count == 1 else "withheld_many", count=count, reasons=said)
    if not replaced:
        return note
    return f"{note}{'' if language == 'zh' else ' '}{words(language, 'replaced', count=replaced)}"


def _sentences(pieces: Iterable[str]) -> Iterator[str]:
    stream = SentenceStream()
    for piece in pieces:
        yield from stream.feed(piece)
    yield from stream.close()
