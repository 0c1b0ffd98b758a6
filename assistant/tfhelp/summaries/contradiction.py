"""Whether a sentence says the opposite of the sentences that bear it out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from . import lexicon

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from .alignment import Alignment
    from .claims import Claims, Stance
    from .source import Source, SourceSentence

_ADVICE = frozenset(pair.name for pair in lexicon.OPPOSITES if pair.advice)
_IN_CODE = {
    ("upgrade", True): r"-u\b|--upgrade|install",
    ("upgrade", False): r"==|<",
    ("install", True): r"\binstall\b|\badd\b",
    ("install", False): "uninstall|remove",
    ("switch", True): "true|=1|=on",
    ("switch", False): "false|=0|none|=off|disable",
    ("add", False): r"\brm\b|pop\(|del |unset|uninstall",
    ("add", True): r"=|append|install",
}
"""Code that gives a piece of advice."""
_ALIKE = {"upgrade": "age", "age": "upgrade", "add": "keep", "keep": "add", "before": "bound", "bound": "before"}
"""Pairs whose sides say the same of a thing."""


def turned(claim: Claims, sentences: Sequence[SourceSentence]) -> int:
    """How often it takes the other side of a pair of opposites than the sentences that bear it out."""
    theirs = [stance for one in sentences for stance in one.claims.stances]
    return sum(_turned(stance, theirs) for stance in claim.stances)


def contradicts(claim: Claims, alignment: Alignment) -> bool:
    """Whether something is denied that the source does not deny, the other way round, or turned into its opposite."""
    sentences = alignment.sentences
    return (
        any(newly_denied(scope, sentences) for scope in claim.negations)
        or any(dropped(claim, sentence) for sentence in sentences)
        or turned(claim, sentences) > 0
    )


def risky(claim: Claims, source: Source) -> bool:
    """Whether it speaks of something risky of which the entry does not speak anywhere."""
    spoken = frozenset(risk for one in source.sentences for risk in one.passage.claims.risks)
    return any(risk not in spoken and not re.search(rf"\b{re.escape(risk)}", source.flat) for risk in claim.risks)


def unsourced_advice(claim: Claims, alignment: Alignment, source: Source) -> bool:
    """Whether it advises something, or speaks of something risky, where the source does not."""
    spoken = frozenset(risk for one in alignment.sentences for risk in one.claims.risks)
    code = " ".join(passage.flat for passage in alignment.passages)
    if any(risk not in spoken and not re.search(rf"\b{re.escape(risk)}", code) for risk in claim.risks):
        return True
    near = [
        stance for passage in (*alignment.passages, source.sentences[0].passage) for stance in passage.claims.stances
    ]
    for stance in claim.stances:
        if stance.pair not in _ADVICE or stance.word.endswith("ed") or any(_agrees(stance, other) for other in near):
            continue
        shown = _IN_CODE.get((stance.pair, stance.yes))
        if not (shown and re.search(shown, code)):
            return True
    return False


def _agrees(stance: Stance, other: Stance) -> bool:
    return stance.yes == other.yes and other.pair in (stance.pair, _ALIKE.get(stance.pair))


def newly_denied(scope: tuple[str, ...], sentences: Sequence[SourceSentence]) -> bool:
    """A negation whose words the source has, but does not deny."""
    denied = [term for one in sentences for other in one.claims.negations for term in other]
    if any(term in denied for term in scope):
        return False
    shared = [term for term in scope if any(term in one.claims.terms for one in sentences)]
    if not shared:
        return not any(one.passage.claims.negative for one in sentences)
    return not any(one.claims.doubted.intersection(shared) for one in sentences)


def dropped(claim: Claims, sentence: SourceSentence) -> bool:
    """A negation of the source whose nearest word is said again, not denied."""
    ours = {term for scope in claim.negations for term in scope}
    for scope in sentence.claims.negations:
        near = scope[:1] if claim.language == "en" else scope[:2]
        said = [term for term in near if term in claim.terms]
        if said and len(said) == len(near) and not ours.intersection(scope):
            elsewhere = _count(said[0], sentence.claims) > _count(said[0], claim) and _affirmed(
                said[0], sentence.claims
            )
            if not elsewhere and said[0] not in claim.doubted:
                return True
    return False


def _count(term: str, claim: Claims) -> int:
    if claim.language == "zh":
        return max(claim.text.count(term), int(term in claim.terms))
    return sum(term in unit for unit in claim.units)


def _affirmed(term: str, claim: Claims) -> bool:
    """Whether a term also occurs outside of what is denied."""
    denied = sum(term in scope for scope in claim.negations)
    return _count(term, claim) > denied


def _turned(stance: Stance, theirs: Iterable[Stance]) -> bool:
    """The source takes only the other side, or takes it where the words around are nearer."""
    same, other = -1, -1
    for one in theirs:
        if one.pair == stance.pair:
            shared = len(one.context & stance.context)
            if one.yes == stance.yes:
                same = max(same, shared)
            else:
                other = max(other, shared)
    if other < 0:
        return False
    if same < 0:
        return other > 0 or not stance.context
    return other > same + 1
