"""A conversation: its turns, and how the next text is understood in their light."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

from tfhelp.assistant import AskOptions
from tfhelp_corpus.language import language_of

from .followup import cut, plan
from .turn import Turn

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tfhelp.answer import Answer
    from tfhelp.assistant import Assistant

    from .turn import Plan


class Conversation:
    """Turns in order; every front keeps one and never decides itself what a follow-up means."""

    def __init__(self, turns: Iterable[Turn] = ()) -> None:
        self.turns = list(turns)

    def plan(self, text: str) -> Plan:
        """What is to be asked for ``text``; nothing is changed and nothing is searched."""
        return plan(text, self.turns)

    def record(self, planned: Plan, answer: Answer) -> Turn:
        """Add a turn that was answered."""
        turn = Turn(
            number=len(self.turns) + 1,
            plan=planned,
            at=dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
            language=answer.language,
            codes=tuple(candidate.record.code for candidate in answer.candidates),
            confident=answer.confident,
            answer=answer,
        )
        self.turns.append(turn)
        return turn

    def ask(self, assistant: Assistant, text: str, options: AskOptions | None = None) -> Turn:
        """Plan, ask and record in one step, for fronts that wait.

        Raises:
            UsageError: nothing was asked.
            LegUnavailable: no way of searching works here.
        """
        planned = self.plan(text)
        return self.record(planned, answer_of(assistant, planned, options))


def answer_of(assistant: Assistant, planned: Plan, options: AskOptions | None = None) -> Answer:
    """The answer to a plan; also for turns that were read from the history.

    A follow-up in Chinese is answered in Chinese, whatever the language of the question which it refines; one in
    Latin letters may be a name or a version only, and changes nothing. Entries that the knowledge no longer has are
    not excluded.

    Raises:
        UsageError: nothing was asked.
        LegUnavailable: no way of searching works here.
    """
    options = options or AskOptions()
    if planned.relation != "new" and options.language is None and language_of(cut(planned.text)) == "zh":
        options = replace(options, language="zh")
    known = assistant.searcher.bundle.database.entry_by_code
    exclude = tuple(code for code in planned.exclude if known(code))
    return assistant.ask(planned.question, replace(options, exclude=(*options.exclude, *exclude)))
