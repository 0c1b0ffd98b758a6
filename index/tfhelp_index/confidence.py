"""How likely the first entry is right, from the raw evidence of the legs.

A logistic model over a few features; its weights come from ``benchmarks/fit_confidence.py``, which fits them on the
tuning questions of ``tests/golden``. The fused score is no feature: it knows only the order. Nor is the cosine alone
one to trust: off-topic text comes as near as 0.79.
"""

from __future__ import annotations

import math
from dataclasses import astuple, dataclass, fields
from typing import TYPE_CHECKING

from .fusion import COSINE_FLOOR, COSINE_SPAN, SPECIFIC
from .terms import terms as terms_of

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from .lexical import WeightedTerm
    from .query import Query
    from .records import SearchResult

THRESHOLD = 0.5
"""Below it the answer is "nothing relevant"."""

UNKNOWN_IDF = 6.0
"""What a term weighs that the corpus has never seen: it is about something else, or a name."""


@dataclass(frozen=True, slots=True)
class Features:
    """What the model sees; all about 0 to 1."""

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


WITH_DENSE: tuple[float, ...] = (
    -5.870, 1.443, 0.507, 1.025, 1.798, 3.178, 1.082, 1.223, 1.713, -2.296, 0.240, 1.102,
)  # fmt: skip
"""Intercept, then a weight for each of `Features`."""

WITHOUT_DENSE: tuple[float, ...] = (
    -2.306, 1.966, 0.753, 1.905, 1.561, 0.0, 0.0, 1.288, -0.085, -2.230, 0.791, 1.830,
)  # fmt: skip
"""The same where the encoder was not asked or does not work here."""


def features(
    query: Query, results: Sequence[SearchResult], terms: Sequence[WeightedTerm], covered: Collection[str]
) -> Features:
    """Features of the first of ``results``, which must not be empty.

    Args:
        query: the question.
        results: the ranking.
        terms: the question's terms with their rarity.
        covered: those of them that the first entry holds.
    """
    first = results[0].evidence
    mass = _mass(terms)
    printed = frozenset(terms_of(query.errors[0].message)) if query.errors else frozenset()
    error = [term for term in terms if term.term in printed]
    others = [result.evidence for result in results[1:]]
    next_cosine = max((other.cosine for other in others), default=0.0)
    leads_lexical = first.lexical > 0 and all(first.lexical >= other.lexical for other in others)
    leads_dense = first.cosine > 0 and first.cosine >= next_cosine
    return Features(
        signature=min(1.0, first.signature.score / SPECIFIC) if first.signature else 0.0,
        coverage=first.signature.coverage if first.signature else 0.0,
        lexical=min(2.0, first.lexical / (3 * mass)),
        known=sum(term.idf for term in terms) / mass,
        cosine=max(0.0, (first.cosine - COSINE_FLOOR) / COSINE_SPAN),
        margin=max(-1.0, min(1.0, (first.cosine - next_cosine) / COSINE_SPAN)) if first.cosine else 0.0,
        covered=sum(term.idf for term in terms if term.term in covered) / mass,
        agreement=0.5 * leads_lexical + 0.5 * leads_dense,
        unsigned=float(bool(query.errors) and first.signature is None),
        error_covered=sum(term.idf for term in error if term.term in covered) / _mass(error),
        gap=results[0].score - (results[1].score if len(results) > 1 else 0.0),
    )


def _mass(terms: Sequence[WeightedTerm]) -> float:
    """Rarity of all terms together, never 0."""
    return sum(term.idf if term.documents else UNKNOWN_IDF for term in terms) or 1.0


def probability(found: Features, *, dense: bool) -> float:
    """Probability that the first entry answers the question, 0 to 1.

    Args:
        found: the features.
        dense: whether the dense leg took part.
    """
    weights = WITH_DENSE if dense else WITHOUT_DENSE
    logit = weights[0] + sum(weight * value for weight, value in zip(weights[1:], astuple(found), strict=True))
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, logit))))


NAMES = tuple(field.name for field in fields(Features))
"""Names of the features, in the order of the weights."""
