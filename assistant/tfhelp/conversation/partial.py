"""A summary as far as its reader saw it: what is left of one that was stopped or failed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tfhelp.answer import Citation, Summary
from tfhelp.render.summary import together
from tfhelp.summaries.prompt import cited
from tfhelp.summaries.summarizer import Shown, Withheld, withheld_note

if TYPE_CHECKING:
    from tfhelp.answer import Answer
    from tfhelp.summaries.grounding import Reason
    from tfhelp.summaries.writing import Telling


class Partial:
    """Gathers what is told of a summary while it is written.

    Args:
        answer: what is summed up.
    """

    def __init__(self, answer: Answer) -> None:
        self._answer = answer
        self.sentences: list[str] = []
        """Those that were shown, in order."""
        self._numbers: set[int] = set()
        self._reasons: list[Reason] = []

    def take(self, event: Telling) -> None:
        """Note a sentence that was shown or withheld; whatever else is told is not part of the text."""
        if isinstance(event, Shown):
            self.sentences.append(event.text)
            self._numbers.add(event.number)
        elif isinstance(event, Withheld):
            self._reasons.append(event.reason)

    def summary(self, model: str, why: str) -> Summary:
        """What was shown as a summary; the entry's own where nothing was.

        Args:
            model: who wrote.
            why: there is no more, in the answer's language; put before what was withheld.
        """
        language = self._answer.language
        note = together(language, why, withheld_note(self._reasons, language))
        own = self._answer.summary
        if not self.sentences and own:
            return Summary(own.text, own.by, own.citations, len(self._reasons), note)
        sources = cited(self._answer.candidates, language)
        citations = tuple(Citation(number, sources[number - 1].record.code) for number in sorted(self._numbers))
        return Summary("\n".join(self.sentences), model, citations, len(self._reasons), note)
