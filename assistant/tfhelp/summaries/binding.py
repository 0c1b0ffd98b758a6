"""Whether the names and numbers of a sentence stand where the source says the same, not just anywhere in it."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from .claims import claims
from .facts import Fact, flat_source, occurs

if TYPE_CHECKING:
    from tfhelp_corpus.entry import Language

    from .alignment import Alignment
    from .claims import Claims
    from .source import Source, SourceSentence

_CLAUSE = {
    "en": re.compile(r"(?:[,;:.()]+(?=\s|$)|\s(?:and|but|while|or)\s)"),
    "zh": re.compile("[，；：。（）、]|而|但|和|或"),
}
_WHOLE = re.compile(r"`[^`]*`|\"[^\"]*\"|“[^”]*”")
_UNTIED = {"number": 1, "name": 2, "code": 2, "path": 2}
"""By how many words a clause of the source must be nearer than any with the fact, for it to count as misplaced."""


def absent(claim: Claims, source: Source) -> Fact | None:
    """The first fact of the sentence that the entry does not have anywhere."""
    everything = f"{source.title} \n {source.flat}"
    return next((fact for fact in claim.facts if not occurs(fact, everything)), None)


def elsewhere(claim: Claims, alignment: Alignment, source: Source) -> tuple[int, int]:
    """How many numbers, and how many other facts, are not where the sentences that bear it out speak."""
    near = " \n ".join([source.title, *(one.flat for one in alignment.sentences)])
    code = " \n ".join(passage.code for passage in alignment.passages)
    wide = " \n ".join([near, *(passage.flat for passage in alignment.passages), _meaning(source)])
    numbers = sum(fact.kind == "number" and not occurs(fact, f"{near} \n {code}") for fact in claim.facts)
    others = sum(fact.kind != "number" and not occurs(fact, wide) for fact in claim.facts)
    return numbers, others


def tied_otherwise(claim: Claims, alignment: Alignment) -> bool:
    """Whether a number is said too often, or a fact stands where the source has another of its kind."""
    near = " \n ".join([*(one.flat for one in alignment.sentences), *(one.code for one in alignment.passages)])
    return any(_too_often(fact, claim, near) or _nearer_without(claim, fact, alignment) for fact in claim.facts)


def _meaning(source: Source) -> str:
    return " \n ".join(one.flat for one in source.sentences if one.passage.role in ("meaning", "title"))


def _too_often(fact: Fact, claim: Claims, source: str) -> bool:
    """A number said more often than the source has it: one of them took another's place."""
    said = sum(other.kind == "number" and other.key == fact.key for other in claim.facts)
    if fact.kind != "number" or said < 2:
        return False
    return len(re.findall(rf"(?<![\d.]){re.escape(fact.key)}(?!\d|\.\d)", source)) < said


def _nearer_without(claim: Claims, fact: Fact, alignment: Alignment) -> bool:
    """Whether the clause that says the words around a fact best has another fact of its kind in its place."""
    if fact.kind not in _UNTIED:
        return False
    around = _around(claim, fact)
    with_it, without = 0, 0
    for sentence in alignment.sentences:
        for clause, terms in _clauses(sentence):
            shared = len(around & terms)
            if occurs(fact, clause):
                with_it = max(with_it, shared)
            elif _has_kind(fact, clause, sentence):
                without = max(without, shared)
        if occurs(fact, sentence.passage.code):
            with_it = max(with_it, 1)
    return without >= with_it + _UNTIED[fact.kind]


def _around(claim: Claims, fact: Fact) -> frozenset[str]:
    """The terms of the clause in which a fact stands, without those of the fact itself."""
    cuts = _cuts(claim.text, claim.language)
    start = max((end for _, end in cuts if end <= fact.start), default=0)
    end = min((begin for begin, _ in cuts if begin >= fact.end), default=len(claim.text))
    rest = claim.text[start : fact.start] + " " + claim.text[fact.end : end]
    return claims(rest, claim.language).terms


@lru_cache(maxsize=512)
def _clauses(sentence: SourceSentence) -> list[tuple[str, frozenset[str]]]:
    text, language = sentence.claims.text, sentence.claims.language
    cuts = [(0, 0), *_cuts(text, language), (len(text), len(text))]
    parts = [text[end:start] for (_, end), (start, _) in pairwise(cuts)]
    return [(flat_source(part), claims(part, language).terms) for part in parts if part.strip()]


def _cuts(text: str, language: Language) -> list[tuple[int, int]]:
    """Where clauses end and the next ones begin; none within code or quotation marks."""
    bare = _WHOLE.sub(lambda found: "x" * len(found[0]), text)
    return [cut.span() for cut in _CLAUSE[language].finditer(bare)]


def _has_kind(fact: Fact, clause: str, sentence: SourceSentence) -> bool:
    kinds = ("number",) if fact.kind == "number" else ("name", "code", "path")
    return any(other.kind in kinds and occurs(other, clause) for other in sentence.claims.facts)
