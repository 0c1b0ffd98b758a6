"""The summary that a reader saw, as it is kept, and whether it still fits what is found now."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tfhelp.answer import Citation, Summary
from tfhelp.reading.sanitize import sanitize

from .kept_text import kept_text

if TYPE_CHECKING:
    from tfhelp.answer import Answer

    from .turn import Turn

MAX_CHARS = 8_000
"""Of a summary's text; a few sentences and a few lines of code are far from it."""


def to_text(summary: Summary | None) -> str | None:
    """A summary as JSON. Its text is the entries', its note may name a file: secrets are replaced in the note."""
    if summary is None:
        return None
    data = {
        "text": sanitize(summary.text)[:MAX_CHARS],
        "by": kept_text(summary.by),
        "citations": [[citation.number, citation.code] for citation in summary.citations],
        "withheld": summary.withheld,
        "note": kept_text(summary.note),
    }
    return json.dumps(data, ensure_ascii=False)


def from_text(text: str | None) -> Summary | None:
    """The summary back; None where there is none, or where it cannot be read: the question counts more."""
    try:
        data = json.loads(text or "null")
        cited = tuple(Citation(int(number), str(code)) for number, code in data["citations"])
        return Summary(str(data["text"]), str(data["by"]), cited, int(data["withheld"]), str(data["note"]))
    except (TypeError, ValueError, KeyError, RecursionError):
        return None


def is_models(summary: Summary) -> bool:
    """Whether a model wrote it, or tried to and was not borne out or could not finish: more is not to be had."""
    return summary.by != "extractive" or bool(summary.note)


def fitting(turn: Turn, answer: Answer) -> Summary | None:
    """The summary of a turn that was asked again, None if the knowledge found something else meanwhile.

    Args:
        turn: with the codes that were found when it was summed up.
        answer: to the same question, now.
    """
    codes = [candidate.record.code for candidate in answer.candidates]
    summary = turn.summary
    if summary is None or not answer.confident or turn.codes[:1] != tuple(codes[:1]):
        return None
    return summary if {citation.code for citation in summary.citations} <= set(codes) else None
