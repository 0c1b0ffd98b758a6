"""One search: signatures first, then words, then meaning, fused and judged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import confidence, fusion, signatures
from .errors import LegUnavailable
from .records import Evidence, Ranking, SearchResult

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from .bundle import Bundle
    from .encoder import Encoder
    from .lexical import LexicalMatch, WeightedTerm
    from .query import Query
    from .signatures import SignatureMatch

MAX_NAME_CHARS = 80
"""No code or id is longer."""

LEXICAL_DEPTH = 60
"""Full-text rows looked at."""

DENSE_DEPTH = 80
"""Passages looked at."""

DECISIVE_SCORE = 20.0
"""A signature this specific, on the root error, and with no rival, decides alone."""

RIVAL_SHARE = 0.75
"""Another entry's signature with more than this share of the score is a rival."""


class Searcher:
    """Searches one bundle; the encoder is loaded when a question first needs it."""

    def __init__(self, bundle: Bundle, open_encoder: Callable[[], Encoder]) -> None:
        self.bundle = bundle
        self._open_encoder = open_encoder
        self._encoder: Encoder | None = None

    @property
    def encoder(self) -> Encoder:
        """The query encoder.

        Raises:
            EncoderUnavailable: it cannot be loaded.
        """
        if self._encoder is None:
            self._encoder = self._open_encoder()
        return self._encoder

    def search(self, query: Query, exclude: Collection[str] = (), *, thorough: bool = False) -> Ranking:
        """Rank the entries for a question.

        Args:
            query: the question, understood.
            exclude: codes or ids that were tried already and must not come back.
            thorough: ask all legs even where a signature decides.

        Raises:
            LegUnavailable: no leg works here.
        """
        missing: list[str] = []
        barred = self._ordinals(exclude)
        matched = [
            match for match in signatures.search(self.bundle.signatures, query.lines) if match.entry not in barred
        ]
        decided = not thorough and _decides(matched)
        terms, lexical = self._lexical(query, missing)
        dense = [] if decided else self._dense(query, missing)
        if len(missing) == 2 and not self.bundle.signatures:
            raise LegUnavailable("No way of searching works here. " + " ".join(missing))
        entries = [entry for entry, _ in self.bundle.rows]
        evidence = fusion.gather(matched, lexical, dense, entries, self.bundle.passage_entries if dense else ())
        results = fusion.fuse({entry: found for entry, found in evidence.items() if entry not in barred})
        covered = self._covered(results, terms)
        seen = confidence.features(results, terms, covered) if results else None
        likely = confidence.probability(seen, dense=bool(dense)) if seen else 0.0
        return Ranking(
            results=tuple(results),
            confidence=likely,
            confident=likely >= confidence.THRESHOLD,
            terms=tuple(terms),
            covered=covered,
            missing=tuple(missing),
            decided=decided,
        )

    def named(self, text: str) -> Ranking | None:
        """The entry that ``text`` names by its code or id, None if it names none."""
        entry = self.bundle.database.entry_by_code(text) if len(text) <= MAX_NAME_CHARS else None
        if entry is None:
            return None
        result = SearchResult(entry.ordinal, 1.0, Evidence())
        return Ranking((result,), 1.0, confident=True, terms=(), covered=frozenset(), missing=(), decided=True)

    def _covered(self, results: Sequence[SearchResult], terms: Sequence[WeightedTerm]) -> frozenset[str]:
        """The terms that the first entry holds."""
        if not results or not terms:
            return frozenset()
        first = results[0].entry
        return self.bundle.lexical.covered(
            terms, [row for row, (entry, _) in enumerate(self.bundle.rows) if entry == first]
        )

    def _ordinals(self, exclude: Collection[str]) -> set[int]:
        found = (self.bundle.database.entry_by_code(code) for code in exclude)
        return {entry.ordinal for entry in found if entry}

    def _lexical(self, query: Query, missing: list[str]) -> tuple[list[WeightedTerm], list[LexicalMatch]]:
        try:
            terms = self.bundle.lexical.weigh(query.lexical_text)
            return terms, self.bundle.lexical.search(terms, LEXICAL_DEPTH)
        except LegUnavailable as error:
            missing.append(f"Without search by words: {error.message}")
            return [], []

    def _dense(self, query: Query, missing: list[str]) -> list[tuple[int, float]]:
        try:
            index = self.bundle.dense
            vector = self.encoder.encode([query.dense_text], "query")[0]
        except LegUnavailable as error:
            missing.append(f"Without search by meaning: {error.message}")
            return []
        return index.search(vector, DENSE_DEPTH)


def _decides(matched: list[SignatureMatch]) -> bool:
    """Whether the first match needs no second opinion."""
    if not matched or matched[0].line != 0 or matched[0].score < DECISIVE_SCORE:
        return False
    return len(matched) == 1 or matched[1].score <= RIVAL_SHARE * matched[0].score
