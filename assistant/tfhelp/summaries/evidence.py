"""How doubtful a sentence is that says in words of its own what an entry says.

Where a sentence nearly copies one of the entry's, single rules decide: every difference counts. A free rendering
differs everywhere, and there each rule is right only more often than not. So what the rules see, and how much of the
sentence the entry covers, is weighed together; the weights come from a logistic regression on true sentences, on
paraphrases and on faults planted into both, all from entries of the half ``tune`` (see `benchmarks/hallucinations.py`).
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from .binding import elsewhere, tied_otherwise
from .claims import Claims, claims
from .conditions import crosses
from .contradiction import dropped, newly_denied, turned

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tfhelp_corpus.entry import Language

    from .alignment import Alignment
    from .source import Source, SourceSentence

Ground = Literal["wrong_fact", "polarity", "not_in_source"]

BRIEF: dict[Language, int] = {"en": 3, "zh": 5}
"""Content units below which the words of a sentence prove little."""
MIN_CHARS: dict[Language, int] = {"en": 9, "zh": 4}
"""Of a clause whose vector says something."""
SAME_CLAUSE = 0.4
"""Share of a clause's words that one of the entry must have to be the clause that it renders."""
AS_GOOD = 0.1
"""By how much less another clause may share and still be taken for it."""

_WEIGHTS: Mapping[str, tuple[float, Ground]] = {}
_BIAS = 0.0
DOUBTFUL = 0.0
"""From which `doubt` on a sentence is withheld."""

_CLAUSE = {
    "en": re.compile(r"[,;:()](?=\s|$)\s*|\s(?=(?:because|while|but|so|and|whereas|since|which)\s)"),
    "zh": re.compile("[，；：。（）]"),
}
_WHOLE = re.compile(r"`[^`]*`|\"[^\"]*\"|“[^”]*”")


def measures(claim: Claims, alignment: Alignment, source: Source) -> dict[str, float]:
    """What speaks against a sentence and for it, by name."""
    sentences, units = alignment.sentences, claim.units
    known = sum(any(term in source.terms for term in unit) for unit in units)
    texts = clauses(claim.text, claim.language)
    numbers, names = elsewhere(claim, alignment, source)
    odd, opposite, least = _beside(claim, texts, alignment, source)
    return {
        "numbers": min(2, numbers),
        "names": min(2, names),
        "tied": tied_otherwise(claim, alignment),
        "denied": min(2, sum(newly_denied(scope, sentences) for scope in claim.negations)),
        "dropped": min(2, sum(dropped(claim, one) for one in sentences)),
        "turned": min(2, turned(claim, sentences)),
        "odd": odd,
        "opposite": opposite,
        "crossed": crosses(claim, source),
        "known": known / max(1, len(units)),
        "weakest": alignment.weakest_clause,
        "short": alignment.short_tail < 0.5,  # noqa: PLR2004
        "gap": min(8, alignment.longest_gap) / 8,
        "cosine": alignment.cosine,
        "last": _nearest(texts[-1] if texts else claim.text, source),
        "clause": least,
        "brief": len(units) < BRIEF[claim.language],
        "chinese": claim.language == "zh",
    }


def doubt(found: Mapping[str, float]) -> float:
    """The measures weighed together; above `DOUBTFUL` a sentence is rather wrong than right."""
    return _BIAS + sum(weight * found[name] for name, (weight, _) in _WEIGHTS.items())


def ground(found: Mapping[str, float]) -> Ground:
    """What speaks most against a sentence, facts and denials before a mere lack of support."""
    weights = [(weight * found[name], kind) for name, (weight, kind) in _WEIGHTS.items() if kind != "not_in_source"]
    most, kind = max(weights, default=(0.0, "not_in_source"))
    return kind if most > 0.5 else "not_in_source"  # noqa: PLR2004


def clauses(text: str, language: Language) -> list[str]:
    """The clauses of a sentence; none is cut within code or quotation marks."""
    bare = _WHOLE.sub(lambda found: "x" * len(found[0]), text)
    cuts = [found.span() for found in _CLAUSE[language].finditer(bare)]
    starts, ends = [0, *(end for _, end in cuts)], [*(start for start, _ in cuts), len(text)]
    parts = [text[start:end].strip(" .。") for start, end in zip(starts, ends, strict=True)]
    return [part for part in parts if len(part) >= MIN_CHARS[language]]


@lru_cache(maxsize=1024)
def _read(sentence: SourceSentence) -> tuple[Claims, ...]:
    language = sentence.claims.language
    return tuple(claims(part, language) for part in clauses(sentence.claims.text, language))


def _nearest(text: str, source: Source) -> float:
    near = source.nearness(text)
    return 1.0 if near is None else float(near.max())


def _beside(claim: Claims, texts: list[str], alignment: Alignment, source: Source) -> tuple[float, float, float]:
    """Each clause beside the entry's clause that it renders.

    Returns:
        How much the two share where only one of them denies, the same where they take opposite sides, and how much
        the clause shares that shares least.
    """
    passages = set(alignment.passages)
    theirs = [one for sentence in source.sentences if sentence.passage in passages for one in _read(sentence)]
    odd, opposite, least = 0.0, 0.0, 1.0
    for ours, shared, good in _pairs(texts, claim.language, theirs):
        least = min(least, shared)
        if shared < SAME_CLAUSE:
            continue
        if all(len(one.negations) % 2 != len(ours.negations) % 2 for one in good):
            odd = max(odd, shared)
        sides = {(stance.pair, stance.yes) for one in good for stance in one.stances}
        if any((one.pair, not one.yes) in sides and (one.pair, one.yes) not in sides for one in ours.stances):
            opposite = max(opposite, shared)
    return odd, opposite, least


def _pairs(
    texts: list[str], language: Language, theirs: list[Claims]
) -> Iterator[tuple[Claims, float, list[Claims]]]:
    for text in texts:
        ours = claims(text, language)
        if len(ours.units) < 2 or not theirs:  # noqa: PLR2004
            continue
        shares = [sum(any(term in one.terms for term in unit) for unit in ours.units) for one in theirs]
        best = max(shares) / len(ours.units)
        good = [one for one, share in zip(theirs, shares, strict=True) if share / len(ours.units) >= best - AS_GOOD]
        yield ours, best, good
