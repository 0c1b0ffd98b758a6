"""The nouns that search gives back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tfhelp_corpus.entry import EntryText, Kind, Language

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
class Features:
    """What the models of the confidence see; all about 0 to 1."""

    signature: float
    """Specificity of the first entry's signature match."""
    coverage: float
    """Share of the error line that the signature covers."""
    lexical: float
    """BM25 of the first entry in relation to the rarity of all that was asked."""
    known: float
    """Share of the question's term mass that the corpus knows at all."""
    cosine: float
    """Of the first entry's nearest passage, scaled."""
    margin: float
    """Cosine ahead of the best other entry, scaled; negative if another one is nearer."""
    covered: float
    """Share of the term mass that the first entry itself holds, of the rarest terms."""
    agreement: float
    """1 if the first entry is also first by BM25 and by cosine, 0.5 for one of them."""
    unsigned: float
    """1 if an error was pasted whose message is none of the first entry's signatures."""
    error_covered: float
    """Share of the root error's term mass that the first entry holds; 0 without an error."""
    gap: float
    """Fused score ahead of the next entry."""
    neighbours: float
    """Share of the nearest passages that are the first entry's."""
    brief: float
    """1 if hardly anything was asked: a word or two match many things."""
    length: float
    """Distinct terms, up to ``confidence.LONG``."""
    chinese: float
    """1 if the question is in Chinese, whose cosines lie elsewhere."""
    subject: float
    """How much the question is about the subject of the index, by its vector alone."""


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
