"""One search: signatures first, then words, then meaning, fused and judged."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from . import confidence, fusion, signatures
from .applicability import applies
from .confidence import Judgement
from .errors import LegUnavailable
from .records import LEGS, Evidence, Findings, Ranking, SearchResult
from .subject import NEUTRAL, SubjectModel

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from .bundle import Bundle
    from .encoder import Encoder
    from .lexical import LexicalMatch, WeightedTerm
    from .query import Query
    from .records import Features, Leg
    from .signatures import SignatureMatch

MAX_NAME_CHARS = 80
"""No code or id is longer."""

LEXICAL_DEPTH = 60
"""Full-text rows looked at."""

DENSE_DEPTH = 80
"""Passages looked at."""

DECISIVE_SCORE = 20.0
"""A signature this specific, on the root error, and with no rival, decides alone."""

DEMOTION = 0.9
"""What is left of the score of an entry that does not apply: people misjudge their versions, so it stays in sight."""

DEMOTION_DEPTH = 10
"""Results whose versions are compared."""

RIVAL_SHARE = 0.75
"""Another entry's signature with more than this share of the score is a rival."""


class Searcher:
    """Searches one bundle; the encoder is loaded when a question first needs it."""

    def __init__(self, bundle: Bundle, open_encoder: Callable[[], Encoder]) -> None:
        self.bundle = bundle
        self._open_encoder = open_encoder
        self._encoder: Encoder | None = None
        self._subject: SubjectModel | None = None

    @property
    def encoder(self) -> Encoder:
        """The query encoder.

        Raises:
            EncoderUnavailable: it cannot be loaded.
        """
        if self._encoder is None:
            self._encoder = self._open_encoder()
        return self._encoder

    def search(self, query: Query, exclude: Collection[str] = ()) -> Ranking:
        """Rank the entries for a question.

        Args:
            query: the question, understood.
            exclude: codes or ids that were tried already and must not come back.

        Raises:
            LegUnavailable: no leg works here.
        """
        ranking = self.rank(query, self.consult(query, exclude))
        if ranking.decided and not ranking.confident:
            # Before it says that it knows nothing, the encoder is heard as well.
            ranking = self.rank(query, self.consult(query, exclude, thorough=True))
        return ranking

    def consult(self, query: Query, exclude: Collection[str] = (), *, thorough: bool = False) -> Findings:
        """Ask the legs, the encoder only where a signature does not decide.

        Args:
            query: the question, understood.
            exclude: codes or ids that must not come back.
            thorough: ask the encoder even where a signature decides.

        Raises:
            LegUnavailable: no leg works here.
        """
        missing: list[str] = []
        barred = self._ordinals(exclude)
        matched = [match for match in self._signatures(query) if match.entry not in barred]
        decided = not thorough and _decides(matched)
        terms, lexical = self._lexical(query, missing)
        dense, subject = ([], 0.0) if decided else self._dense(query, missing)
        if len(missing) == 2 and not self.bundle.manifest.counts["signatures"]:
            raise LegUnavailable("No way of searching works here. " + " ".join(missing))
        return Findings(
            signatures=tuple(matched),
            terms=tuple(terms),
            lexical=tuple(lexical),
            dense=tuple(dense),
            barred=barred,
            subject=subject,
            missing=tuple(missing),
            decided=decided,
        )

    def rank(self, query: Query, findings: Findings, legs: Collection[Leg] = LEGS) -> Ranking:
        """Weigh what the legs found.

        Args:
            query: the question.
            findings: what they found for it.
            legs: those that count; fewer only to measure what each is worth.
        """
        matched = findings.signatures if "signature" in legs else ()
        lexical = findings.lexical if "lexical" in legs else ()
        dense = findings.dense if "dense" in legs else ()
        entries = [entry for entry, _ in self.bundle.rows]
        evidence = fusion.gather(matched, lexical, dense, entries, self.bundle.passage_entries if dense else ())
        results = fusion.fuse({entry: found for entry, found in evidence.items() if entry not in findings.barred})
        results = self._demote(results, query.versions)
        covered = self._covered(results, findings.terms)
        features, judgement = self._judge(query, results, replace(findings, dense=dense), covered)
        return Ranking(
            results=tuple(results),
            confidence=judgement.right,
            answerable=judgement.answerable,
            confident=judgement.answerable >= confidence.THRESHOLD,
            features=features,
            terms=findings.terms,
            covered=covered,
            missing=findings.missing,
            decided=findings.decided,
        )

    def named(self, text: str) -> Ranking | None:
        """The entry that ``text`` names by its code or id, None if it names none."""
        entry = self.bundle.database.entry_by_code(text) if len(text) <= MAX_NAME_CHARS else None
        if entry is None:
            return None
        result = SearchResult(entry.ordinal, 1.0, Evidence())
        return Ranking.named(result)

    def _judge(
        self, query: Query, results: Sequence[SearchResult], findings: Findings, covered: frozenset[str]
    ) -> tuple[Features | None, Judgement]:
        """What the confidence saw, and what it makes of it."""
        if not results:
            return None, Judgement(0.0, 0.0)
        if self.bundle.manifest.origin is not None:
            # The weights were fitted to the packaged encoder; what another one finds near says nothing to them.
            findings = replace(findings, dense=())
            results = [replace(r, evidence=replace(r.evidence, cosine=0.0, passage=None)) for r in results]
        entries = self.bundle.passage_entries if findings.dense else []
        nearest = [entries[ordinal] for ordinal, _ in findings.dense if entries[ordinal] not in findings.barred]
        subject = findings.subject if findings.dense else 0.0
        seen = confidence.features(query, results, findings.terms, covered, nearest, subject)
        return seen, confidence.judge(seen, dense=bool(findings.dense))

    def _demote(self, results: list[SearchResult], versions: Mapping[str, str]) -> list[SearchResult]:
        """Put entries further down that do not apply to the versions which the question names."""
        if not versions:
            return results
        judged = []
        for result in results[:DEMOTION_DEPTH]:
            specifiers = self.bundle.database.applies_to(result.entry)
            signature = result.evidence.signature
            printed = signature is not None and signature.line == 0  # its own message outweighs a misjudged version
            fits = printed or applies(specifiers, versions) != "no"
            judged.append(result if fits else replace(result, score=DEMOTION * result.score, demoted=True))
        judged.sort(key=lambda result: (-result.score, result.entry))
        return judged + results[DEMOTION_DEPTH:]

    def _covered(self, results: Sequence[SearchResult], terms: Sequence[WeightedTerm]) -> frozenset[str]:
        """The terms that the first entry holds."""
        if not results or not terms:
            return frozenset()
        first = results[0].entry
        return self.bundle.lexical.covered(
            terms, [row for row, (entry, _) in enumerate(self.bundle.rows) if entry == first]
        )

    def _ordinals(self, exclude: Collection[str]) -> frozenset[int]:
        found = (self.bundle.database.entry_by_code(code) for code in exclude)
        return frozenset(entry.ordinal for entry in found if entry)

    def _signatures(self, query: Query) -> list[SignatureMatch]:
        words = signatures.words_of(query.lines)
        return signatures.search(self.bundle.database.signatures(words), query.lines)

    def _lexical(self, query: Query, missing: list[str]) -> tuple[list[WeightedTerm], list[LexicalMatch]]:
        try:
            terms = self.bundle.lexical.weigh(query.lexical_text)
            return terms, self.bundle.lexical.search(terms, LEXICAL_DEPTH)
        except LegUnavailable as error:
            missing.append(f"Without search by words: {error.message}")
            return [], []

    def _dense(self, query: Query, missing: list[str]) -> tuple[list[tuple[int, float]], float]:
        """Passages with their cosine, nearest first, and how much the question is about the subject."""
        try:
            index = self.bundle.dense
            vector = self.encoder.encode([query.dense_text], "query")[0]
        except LegUnavailable as error:
            missing.append(f"Without search by meaning: {error.message}")
            return [], 0.0
        if self._subject is None and self.bundle.packaged:
            self._subject = SubjectModel.open()
        subject = self._subject.score(vector) if self._subject else NEUTRAL
        return index.search(vector, DENSE_DEPTH), subject


def _decides(matched: list[SignatureMatch]) -> bool:
    """Whether the first match needs no second opinion."""
    if not matched or matched[0].line != 0 or matched[0].score < DECISIVE_SCORE:
        return False
    return len(matched) == 1 or matched[1].score <= RIVAL_SHARE * matched[0].score
