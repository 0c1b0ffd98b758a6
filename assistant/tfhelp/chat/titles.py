"""What a question is called: in the line above its answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .words import say

if TYPE_CHECKING:
    from tfhelp.conversation.turn import Turn
    from tfhelp_corpus.entry import Language


MAX_CHARS = 500
"""More is never laid out: what stands above is two lines."""


def title_of(turn: Turn, language: Language, *, private: bool) -> tuple[str, str]:
    """Number and first line of a question; what it has to do with those before, and whether nothing is kept."""
    plan = turn.plan
    parts = []
    if plan.relation != "new":
        codes = ", ".join(plan.exclude[-3:])
        parts.append(say(language, f"follow_{plan.relation}", refines=plan.refines, codes=codes))
    if private:
        parts.append(say(language, "private"))
    return f"{turn.number}. {_first_line(turn)}", "".join(f" · {part}" for part in parts).strip()


def _first_line(turn: Turn) -> str:
    """What was asked in a line: the person's words, or the root error of a paste."""
    first, _, rest = turn.plan.text.strip().partition("\n")
    errors = turn.answer.query.errors if turn.answer else ()
    if rest and errors and turn.plan.relation == "new":
        root = errors[0]
        first = f"{root.exception}: {root.message}" if root.exception else root.message
    return first[:MAX_CHARS].strip()
