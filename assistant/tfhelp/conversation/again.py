"""Asking again what was read from the history."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tfhelp.assistant import AskOptions

from .conversation import answer_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tfhelp.assistant import Assistant

    from .turn import Turn

_DEFAULTS = AskOptions()


def asked_again(assistant: Assistant, turns: Iterable[Turn], options: AskOptions = _DEFAULTS) -> Iterator[Turn]:
    """The turns with their answers, each in the language that it had; those that have one are left as they are.

    Entries that the knowledge no longer has are not excluded either, and a text in which nothing is left to ask
    stays without answer.

    Raises:
        UsageError: the environment in ``options`` is none.
        LegUnavailable: no way of searching works here.
    """
    database = assistant.searcher.bundle.database
    for turn in turns:
        if turn.answer is not None or not any(character.isalnum() for character in turn.plan.question):
            yield turn
            continue
        exclude = tuple(code for code in turn.plan.exclude if database.entry_by_code(code))
        plan = replace(turn.plan, exclude=exclude)
        yield replace(turn, answer=answer_of(assistant, plan, replace(options, language=turn.language)))
