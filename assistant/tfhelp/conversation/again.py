"""Asking again what was read from the history."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tfhelp.assistant import AskOptions

from .conversation import answer_of
from .kept_summary import fitting

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tfhelp.assistant import Assistant

    from .turn import Turn

_DEFAULTS = AskOptions()


def asked_again(assistant: Assistant, turns: Iterable[Turn], options: AskOptions = _DEFAULTS) -> Iterator[Turn]:
    """The turns with their answers, each in the language that it had; those that have one are left as they are.

    A summary stays where it is about what is found now.

    A text in which nothing is left to ask stays without answer.

    Raises:
        UsageError: the environment in ``options`` is none.
        LegUnavailable: no way of searching works here.
    """
    for turn in turns:
        if turn.answer is not None or not any(character.isalnum() for character in turn.plan.question):
            yield turn
            continue
        answer = answer_of(assistant, turn.plan, replace(options, language=turn.language))
        yield replace(turn, answer=answer, summary=fitting(turn, answer))
