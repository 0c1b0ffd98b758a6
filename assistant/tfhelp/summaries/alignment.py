"""Which sentences of a source a new sentence says again, and how much of it they bear out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .claims import Claims
    from .source import Passage, Source, SourceSentence

MOST_ALIGNED = 3
"""Sentences of a source that one new sentence may merge."""
NEAREST = 6
"""Sentences whose vectors are compared; chosen by their words."""
CLOSEST = 3
"""Sentences taken in besides because their vectors are the nearest: a paraphrase may share few words."""
MIN_GAIN = 2
"""New units that a further sentence must bear out to be taken in."""


@dataclass(frozen=True, slots=True)
class Alignment:
    """The sentences that bear out a new one, best first, and how well."""

    sentences: tuple[SourceSentence, ...]
    covered: float
    """Share of its content that their words cover, or their passages do."""
    short_tail: float
    """The same for its last clause, if that is short, by the sentences alone: "you can use this for training"."""
    weakest_clause: float
    """The same for its clause that is covered least, of those with something to say."""
    longest_gap: int
    """Most content units in a row that nothing covers."""
    shared: tuple[float, ...]
    """Of each of the sentences: the share of its content that is in that one."""
    cosine: float
    """Of the encoder, with the nearest of the sentences; 1 without an encoder."""

    @property
    def passages(self) -> tuple[Passage, ...]:
        """Their passages."""
        return tuple(dict.fromkeys(sentence.passage for sentence in self.sentences))


def align(claim: Claims, source: Source) -> Alignment:
    """Find the sentences of a source that a new sentence says again; none if it shares nothing with any."""
    ranked = sorted(
        ((_words(claim, sentence), -place, sentence) for place, sentence in enumerate(source.sentences)),
        reverse=True,
        key=lambda item: item[:2],
    )
    nearest = [sentence for words, _, sentence in ranked[:NEAREST] if words > 0]
    found = source.nearness(claim.text)
    if found is not None:
        closest = sorted(range(len(source.sentences)), key=lambda place: -float(found[place]))[:CLOSEST]
        nearest = list(dict.fromkeys([*nearest, *(source.sentences[place] for place in closest)]))
    if not nearest:
        return Alignment((), 0.0, 0.0, 0.0, len(claim.units), (), 0.0)
    cosines = {sentence: _cosine(claim.text, sentence.claims.text, source) for sentence in nearest}
    best = max(nearest, key=lambda one: _words(claim, one) + 2 * (cosines[one] - 0.8))
    taken = [best]
    while len(taken) < MOST_ALIGNED:
        known = frozenset().union(*(one.claims.terms for one in taken))
        gains = [(_gain(claim, one, known), cosines[one], one) for one in nearest if one not in taken]
        gain, _, more = max(gains, key=lambda item: item[:2], default=(0, 0.0, best))
        if gain < MIN_GAIN:
            break
        taken.append(more)
    return measured(claim, taken, max(cosines[one] for one in taken), source)


def measured(claim: Claims, taken: Sequence[SourceSentence], cosine: float, source: Source) -> Alignment:
    """How well sentences of a source bear out a new one."""
    terms = (
        frozenset().union(*(one.claims.terms | one.passage.claims.terms for one in taken))
        | source.sentences[0].claims.terms
    )
    said = frozenset().union(*(one.claims.terms for one in taken))
    gap, share, short, weakest = _coverage(claim, terms, said)
    shared = tuple(_shared(claim, one) / max(1, len(claim.units)) for one in taken)
    return Alignment(tuple(taken), share, short, weakest, gap, shared, cosine)


def _words(claim: Claims, sentence: SourceSentence) -> float:
    """Share of the claim's units that a sentence covers, less a little for what it says besides."""
    if not claim.units:
        return 0.0
    hit = _shared(claim, sentence)
    extra = len(sentence.claims.units) - hit
    return hit / len(claim.units) - 0.004 * max(0, extra) if hit else 0.0


def _shared(claim: Claims, sentence: SourceSentence) -> int:
    """How many of its units a sentence covers."""
    terms = sentence.claims.terms
    return sum(any(term in terms for term in unit) for unit in claim.units)


def _gain(claim: Claims, sentence: SourceSentence, known: frozenset[str]) -> int:
    terms = sentence.claims.terms - known
    return sum(
        any(term in terms for term in unit) and not any(term in known for term in unit) for unit in claim.units
    )


def _cosine(text: str, other: str, source: Source) -> float:
    left, right = source.vector(text), source.vector(other)
    return 1.0 if left is None or right is None else float(left @ right)


def _coverage(claim: Claims, terms: frozenset[str], said: frozenset[str]) -> tuple[int, float, float, float]:
    covered, longest, short, weakest = 0, 0, 1.0, 1.0
    for clause in claim.clauses:
        known = [any(term in terms for term in unit) for unit in clause]
        covered += sum(known)
        run = 0
        for hit in known:
            run = 0 if hit else run + 1
            longest = max(longest, run)
        if len(known) >= (3 if claim.language == "en" else 5):
            weakest = min(weakest, sum(known) / len(known))
        elif clause is claim.clauses[-1] and len(claim.clauses) > 1:
            short = min(short, sum(any(term in said for term in unit) for unit in clause) / len(clause))
    return longest, covered / max(1, len(claim.units)), short, weakest
