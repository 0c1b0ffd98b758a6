"""What a sentence that is nearly one of the source's does otherwise: a single word may turn it into its opposite."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from typing import TYPE_CHECKING, Literal

from tfhelp_index.terms import fold, stem

from . import lexicon
from .claims import phrased

if TYPE_CHECKING:
    from tfhelp_corpus.entry import Language

    from .alignment import Alignment
    from .claims import Claims

NEAR = 0.75
"""Share of a sentence's words that another must have in the same order for the two to be compared word by word."""
RUN: dict[Language, int] = {"en": 5, "zh": 8}
"""Words, or characters, in a row from which they are taken from a sentence that another one merges with a second."""
SHORT = 4
"""Words that a change may have to count as one; more are another clause. Half of it for words left out."""

_TOKEN = re.compile(r"[A-Za-z_](?:[A-Za-z0-9_.+-]*[A-Za-z0-9_+])?|\d+(?:\.\d+)*|[\u3400-\u9fff]|[%<>=≥≤]+")
_DENIALS_EN = frozenset(["not", "no", "never", "nothing", "none", "neither", "nor", "nobody", "without"])
_DENIALS_ZH = frozenset("不没无未别勿非")


@dataclass(frozen=True, slots=True)
class Copies:
    """Which words of a sentence the source has in this order: in one sentence, or as the beginnings of several."""

    share: float
    added: tuple[str, ...]
    """Those that it does not have there, but for words that say nothing and take no other one's place."""


def copies(claim: Claims, alignment: Alignment) -> Copies:
    """What of a sentence is copied."""
    ours = tokens(claim.text, claim.language)
    most, runs, exchanged = set[int](), set[int](), set[int]()
    for sentence in alignment.sentences:
        matcher = SequenceMatcher(None, tokens(sentence.claims.text, claim.language), ours, autojunk=False)
        blocks = matcher.get_matching_blocks()
        same = {place for block in blocks for place in range(block.b, block.b + block.size)}
        if len(same) > len(most):
            most = same
            replaced = [code for code in matcher.get_opcodes() if code[0] == "replace"]
            exchanged = {place for _, _, _, start, end in replaced for place in range(start, end)}
        for block in blocks:
            if block.a <= 1 and block.size >= RUN[claim.language]:  # what stands further back leans on what is before
                runs.update(range(block.b, block.b + block.size))
    if len(runs) > len(most):
        most, exchanged = runs, set()
    idle = lexicon.IDLE_EN if claim.language == "en" else lexicon.IDLE_ZH
    link = lexicon.LINKS_EN if claim.language == "en" else lexicon.LINKS_ZH
    added = (
        word
        for place, word in enumerate(ours)
        if place not in most and (word not in idle | link or (word in link and place in exchanged))
    )
    return Copies(len(most) / max(1, len(ours)), tuple(added))


def changes(claim: Claims, alignment: Alignment) -> Literal["polarity", "wrong_fact"] | None:
    """What a small change to a sentence of the source breaks: a denial, an opposite, or a number; None if nothing."""
    ours = tokens(claim.text, claim.language)
    for sentence in alignment.sentences:
        theirs = tokens(sentence.claims.text, claim.language)
        matcher = SequenceMatcher(None, theirs, ours, autojunk=False)
        same = sum(block.size for block in matcher.get_matching_blocks())
        if same < min(NEAR * len(ours), len(ours) - 3):
            continue
        for kind, left, right, start, end in matcher.get_opcodes():
            size = max(right - left, end - start)
            inner = left > 0 and right < len(theirs) and size <= SHORT // 2
            if kind == "equal" or size > SHORT or (kind == "delete" and not inner):
                continue
            if broken := _broken(theirs[left:right], ours[start:end], claim):
                return broken
    return None


def tokens(text: str, language: Language) -> list[str]:
    """The words of a sentence, in Chinese its characters, in small letters; names and numbers whole."""
    text = fold(text).lower()
    text = (
        phrased(text)
        if language == "en"
        else text.replace("没有", "没").replace("无法", "不能").replace("不再", "不")
    )
    return _TOKEN.findall(text)


def _broken(old: list[str], new: list[str], claim: Claims) -> Literal["polarity", "wrong_fact"] | None:
    if _denials(old, claim.language) % 2 != _denials(new, claim.language) % 2:
        return "polarity"
    ours, theirs = _words(new, claim.language), _words(old, claim.language)
    if any(ours & yes and theirs & no for yes, no in _opposites(claim.language)):
        return "polarity"
    fresh = [word for word in new if word[0].isdigit() and word not in old]
    return "wrong_fact" if fresh and any(word[0].isdigit() for word in old) else None


def _denials(words: list[str], language: str) -> int:
    if language == "en":
        return sum(word in _DENIALS_EN for word in words)
    return sum(word in _DENIALS_ZH for word in words)


def _words(words: list[str], language: str) -> frozenset[str]:
    """The words of a change; in Chinese, all that its characters may be."""
    if language == "en":
        return frozenset(map(stem, words))
    joined = "".join(words)
    return frozenset(joined[place : place + size] for size in (1, 2, 3) for place in range(len(joined) - size + 1))


@cache
def _opposites(language: str) -> list[tuple[frozenset[str], frozenset[str]]]:
    found = []
    for pair in lexicon.OPPOSITES:
        if language == "en":
            yes, no = frozenset(map(stem, pair.yes_en)), frozenset(map(stem, pair.no_en))
        else:
            yes, no = frozenset(pair.yes_zh), frozenset(pair.no_zh)
        found += [(yes, no), (no, yes)]
    return found
