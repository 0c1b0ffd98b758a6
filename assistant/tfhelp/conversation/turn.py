"""The nouns of a conversation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from tfhelp.answer import Answer, Summary
    from tfhelp_corpus.entry import Language

Relation = Literal["new", "more", "failed", "tried"]
"""How a text stands to the turn before: about something else, adding to it, saying that its answer did not help, or
saying what was done already."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be asked for a text that was typed or pasted."""

    text: str
    """As it came, in bounds, without control characters."""
    question: str
    """What is asked: the text, after what it refines."""
    exclude: tuple[str, ...] = ()
    """Codes of entries that did not help and must not come back."""
    relation: Relation = "new"
    refines: int | None = None
    """Number of the turn that it refines."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A question and its answer."""

    number: int
    """From 1."""
    plan: Plan
    at: str
    """When it was asked, ISO 8601 with seconds, UTC."""
    language: Language
    """Of the answer."""
    codes: tuple[str, ...]
    """Codes of the candidates, best first."""
    confident: bool
    answer: Answer | None
    """None for a turn that was read from the history: asking ``plan`` again gives it."""
    summary: Summary | None = None
    """What the reader saw above the answer; None where that was none."""
