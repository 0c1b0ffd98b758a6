"""The nouns that search gives back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tfhelp_corpus.entry import EntryText, Kind, Language

    from .confidence import Features
    from .lexical import LexicalMatch, WeightedTerm
    from .signatures import SignatureMatch

Leg = Literal["signature", "lexical", "dense"]
LEGS: tuple[Leg, ...] = get_args(Leg)


@dataclass(frozen=True, slots=True)
class EntryRecord:
    """An entry as the bundle keeps it."""

    ordinal: int
    code: str
    id: str
    kind: Kind
    category: str
    exception: str | None
    applies_to: Mapping[str, str]
    references: tuple[str, ...]
    problems: tuple[str, ...]
    verified: Mapping[str, str] | None
    """Keys ``how``, ``on``, ``date``, ``note``; None for the user's own documents."""
    texts: Mapping[Language, EntryText]


@dataclass(frozen=True, slots=True)
class Outline:
    """What a list shows of an entry."""

    ordinal: int
    code: str
    id: str
    category: str
    exception: str | None
    titles: Mapping[Language, str]

    def title(self, language: Language) -> str:
        """Its title in that language, else in the one that it has."""
        return self.titles.get(language) or next(iter(self.titles.values()))


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the legs found for one entry, unfused."""

    signature: SignatureMatch | None = None
    lexical: float = 0.0
    """BM25 of its best row."""
    cosine: float = 0.0
    """Of its nearest passage; 0 where the dense leg did not run or did not reach it."""
    passage: int | None = None
    """Ordinal of that passage."""

    @property
    def legs(self) -> tuple[Leg, ...]:
        """The legs that found it."""
        found: tuple[tuple[Leg, bool], ...] = (
            ("signature", self.signature is not None),
            ("lexical", self.lexical > 0),
            ("dense", self.passage is not None),
        )
        return tuple(leg for leg, hit in found if hit)


@dataclass(frozen=True, slots=True)
class Findings:
    """What the legs found for one question, before anything is weighed."""

    signatures: tuple[SignatureMatch, ...]
    """Best first."""
    terms: tuple[WeightedTerm, ...]
    """The question's terms with their rarity, rarest first."""
    lexical: tuple[LexicalMatch, ...]
    dense: tuple[tuple[int, float], ...]
    """Ordinals of passages with their cosine, nearest first; empty where the encoder was not asked."""
    barred: frozenset[int]
    """Entries that must not come back."""
    subject: float
    """How much the question is about the index's subject, see `SubjectModel`; 0 where the encoder was not asked."""
    missing: tuple[str, ...]
    """One sentence for each leg that does not work here."""
    decided: bool
    """A signature alone decided; the encoder was not asked."""


@dataclass(frozen=True, slots=True)
class SearchResult:
    """One entry in the ranking."""

    entry: int
    """Ordinal in the bundle."""
    score: float
    """Fused, 0 to 1: it orders, it is no probability."""
    evidence: Evidence
    demoted: bool = False
    """It does not apply to a version that the question names."""


@dataclass(frozen=True, slots=True)
class Ranking:
    """The answer of a search."""

    results: tuple[SearchResult, ...]
    """Best first; ties by ordinal, so that two runs agree."""
    confidence: float
    """Estimated probability that the first result is right."""
    answerable: float
    """Estimated probability that this index answers the question at all."""
    confident: bool
    """Likely enough to be answered."""
    features: Features | None
    """What both were estimated from; None where nothing was found or nothing was searched."""
    terms: tuple[WeightedTerm, ...]
    """The question's terms with their rarity, rarest first."""
    covered: frozenset[str]
    """Those of them that the first entry holds."""
    missing: tuple[str, ...]
    """One sentence for each leg that does not work here."""
    decided: bool
    """A signature alone decided; the encoder was not asked."""

    @classmethod
    def named(cls, result: SearchResult) -> Ranking:
        """The ranking of an entry that was called by its name: nothing was searched, nothing is in doubt."""
        return cls(
            results=(result,),
            confidence=1.0,
            answerable=1.0,
            confident=True,
            features=None,
            terms=(),
            covered=frozenset(),
            missing=(),
            decided=True,
        )
