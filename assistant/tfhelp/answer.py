"""The nouns of an answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tfhelp_corpus.entry import EntryText, Language
    from tfhelp_index.applicability import Applies
    from tfhelp_index.query import Query
    from tfhelp_index.records import EntryRecord, Evidence, Ranking


@dataclass(frozen=True, slots=True)
class Citation:
    """A source of what is said: ``[number]`` stands for an entry of the answer."""

    number: int
    code: str


@dataclass(frozen=True, slots=True)
class Summary:
    """An answer in a few lines."""

    text: str
    by: str
    """``extractive``, or the id of the model that wrote it."""
    citations: tuple[Citation, ...]
    withheld: int = 0
    """Sentences of the model that the entries do not bear out, and that nobody saw."""
    note: str = ""
    """What the reader should know of how it came about, in the answer's language."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One entry of an answer."""

    rank: int
    """From 1."""
    record: EntryRecord
    language: Language
    """Of its text here; the asker's, or the only one there is."""
    score: float
    applies: Applies
    evidence: Evidence

    @property
    def text(self) -> EntryText:
        """Its text in that language."""
        return self.record.texts[self.language]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a question is answered with; "nothing relevant" is an answer too."""

    query: Query
    language: Language
    confident: bool
    confidence: float
    """Estimated probability that the first candidate is right."""
    candidates: tuple[Candidate, ...]
    summary: Summary | None
    versions: Mapping[str, str]
    """What is known of the user's versions, by distribution name."""
    source: str
    """``bundled`` or the name of the user's index."""
    missing: tuple[str, ...]
    """One sentence for each way of searching that does not work here."""
    ranking: Ranking
    elapsed_ms: float
