"""How likely an answer is right, from the raw evidence of the legs.

Two logistic models over the same features. One estimates how likely the first entry is right: the confidence that
people read. The other estimates how likely the corpus answers the question at all, with the first entry or one beside
it: it decides whether tfhelp answers or says "nothing relevant". ``benchmarks/fit_confidence.py`` fits both on the
golden questions that are not kept for reporting. The fused score is no feature: it knows only the order. Nor is the
cosine alone one to trust: off-topic text can come near.
"""

from __future__ import annotations

import math
from dataclasses import astuple, dataclass, fields
from typing import TYPE_CHECKING

from . import confidence_weights as weights
from .fusion import COSINE_FLOOR, COSINE_SPAN, SPECIFIC
from .records import Features
from .terms import terms as terms_of

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from .lexical import WeightedTerm
    from .query import Query
    from .records import SearchResult

THRESHOLD = weights.THRESHOLD
"""If the corpus answers a question less likely than this, the answer is "nothing relevant"."""

UNKNOWN_IDF = 6.0
"""What a term weighs that the corpus has never seen: it is about something else, or a name."""

BRIEF, LONG = 4, 40
"""Terms of a question that is hardly one, and of one that says it all."""

NEIGHBOURS = 20
"""Nearest passages that are looked at together."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the models conclude."""

    right: float
    """Probability that the first entry is right."""
    answerable: float
    """Probability that the corpus answers the question at all."""


def features(
    query: Query,
    results: Sequence[SearchResult],
    terms: Sequence[WeightedTerm],
    covered: Collection[str],
    nearest: Sequence[int],
    subject: float,
) -> Features:
    """Features of the first of ``results``, which must not be empty.

    Args:
        query: the question.
        results: the ranking.
        terms: the question's terms with their rarity.
        covered: those of them that the first entry holds.
        nearest: the entries of the nearest passages, nearest first; empty where the encoder was not asked.
        subject: what `SubjectModel` says of the question; 0 where the encoder was not asked.
    """
    first = results[0].evidence
    mass = _mass(terms)
    printed = frozenset(terms_of(query.errors[0].message)) if query.errors else frozenset()
    error = [term for term in terms if term.term in printed]
    others = [result.evidence for result in results[1:]]
    next_cosine = max((other.cosine for other in others), default=0.0)
    leads_lexical = first.lexical > 0 and all(first.lexical >= other.lexical for other in others)
    leads_dense = first.cosine > 0 and first.cosine >= next_cosine
    around = nearest[:NEIGHBOURS]
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
        neighbours=around.count(results[0].entry) / len(around) if around else 0.0,
        brief=float(len(terms) <= BRIEF),
        length=min(1.0, len(terms) / LONG),
        chinese=float(query.language == "zh"),
        subject=subject,
    )


def _mass(terms: Sequence[WeightedTerm]) -> float:
    """Rarity of all terms together, never 0."""
    return sum(term.idf if term.documents else UNKNOWN_IDF for term in terms) or 1.0


def judge(found: Features, *, dense: bool) -> Judgement:
    """Weigh the features.

    Args:
        found: the features.
        dense: whether the dense leg took part.
    """
    right, answerable = models(dense=dense)
    return Judgement(_probability(right, found), _probability(answerable, found))


def models(*, dense: bool) -> tuple[Sequence[float], Sequence[float]]:
    """Weights of both models, intercept first, then one for each of `NAMES`: right, answerable."""
    if dense:
        return weights.RIGHT, weights.ANSWERABLE
    return weights.RIGHT_WITHOUT_DENSE, weights.ANSWERABLE_WITHOUT_DENSE


def _probability(model: Sequence[float], found: Features) -> float:
    logit = model[0] + sum(weight * value for weight, value in zip(model[1:], astuple(found), strict=True))
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, logit))))


NAMES = tuple(field.name for field in fields(Features))
"""Names of the features, in the order of the weights."""
