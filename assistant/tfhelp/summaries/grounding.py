"""The checker: a sentence of a model reaches the user only when an entry says it in nearly the same words.

A sentence is aligned with those of the entries (`align`). It is withheld when a name, number, version, flag, path or
link in it is not in the entry, when it speaks of something risky that the entry does not, and when it is no near copy
of a sentence there, or of two neighbours: neither words nor vectors can tell a free rendering from one that says the
opposite. A near copy may have a word of its own only where `exchange.toml` lists it for the entry's. It is withheld
for any difference that changes what it says: a fact in another's place, a denial, an opposite, a condition from
elsewhere, a further piece of advice. In the place of what is withheld stands the entry's own sentence, where it is
clear which one was meant (`restoring`): the model chooses what is told, the entry says it. What is shown carries the
number of its entry, and its names and code are copied from there.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from tfhelp_corpus.language import HAN, language_of

from .alignment import Alignment, align, measured
from .binding import absent, elsewhere, tied_otherwise
from .blocks import unstressed
from .changes import changes, copies
from .claims import Claims, claims
from .conditions import crosses
from .contradiction import contradicts, risky, unsourced_advice
from .facts import flat
from .quoting import quoted
from .restoring import ended, own_sentences
from .rewording import reworded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tfhelp_corpus.entry import Language

    from .source import Source, SourceSentence

Reason = Literal[
    "not_in_source",
    "own_wording",
    "wrong_fact",
    "polarity",
    "action",
    "language",
    "repeated",
    "self_talk",
    "model_code",
    "empty",
    "unfinished",
]

MAX_SENTENCE_CHARS = 600
SHORT_CLAUSE = 0.5
"""Share of a short last clause that the sentences of the source themselves must cover."""
SAME_SENTENCE = 0.8
"""Share of terms from which a sentence repeats an earlier one."""


CLOSE = 0.9
"""Share of its words that the entry must have in the same order. Of what a model of 135 million parameters wrote, all
above it was right, and a third of what lay between 0.75 and 0.9 was not."""
REWORDABLE = 0.5
"""The same before words are put back that others stand for; below it they cannot make up for the rest."""
LEAST_COVERED = 0.5
LEAST_OF_A_CLAUSE = 0.34
LONGEST_GAP: dict[Language, int] = {"en": 4, "zh": 6}
"""What a near copy of a sentence needs besides; by its words, the encoder cannot tell a copy from its opposite."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a sentence."""

    text: str
    """As it may be shown, with its citation; empty when it is withheld."""
    number: int
    """Of the entry that bears it out, or that speaks instead; 0 when none does."""
    reason: Reason | None
    """Why it is withheld."""
    alignment: Alignment | None = None
    instead: str = ""
    """What the entry itself says in the place of a withheld sentence, with its citation; empty if it is not clear."""


_RESTORED: frozenset[Reason] = frozenset(
    {"not_in_source", "own_wording", "wrong_fact", "polarity", "action", "unfinished"}
)
"""Reasons for which the sentence of the entry is told that was meant."""

_CITATION = re.compile(r"(?<![\w)\]\"'`(\[])\s*\[\d{1,2}\](?=[\s.,;:。，；：]|$)")
_SELF = re.compile(
    r"\bas an? (?:AI|language|assistant)|\b(?:I|I'm|I'll|I've|my|we|let me|let's)\b|\blanguage model\b"
    r"|\byou (?:said|mentioned|asked|wrote|provided)\b|\b(?:this|the|your) (?:question|summary) (?:is|asks|can)\b"
    r"|\bthe (?:text|passage|article) (?:above|says|explains|describes)\b|\b(?:ENTRY|END|QUESTION)\b"
    r"|概括|这段(?:文字|话)|帮助文字|句(?:中文|话)|你为|请问"
    r"|\b(?:happy|glad) to help|\bhope (?:this|that)"
    r"|\b(?:feel free|let me know|good luck|in summary|in conclusion|please note that this answer)\b|\bassistant\b"
    r"|作为(?:一个|一名)?(?:AI|人工智能|语言模型|助手)|(?:^|[，。])我(?:是|们|会|建议|认为|可以|将)|希望(?:这|以上|对你|能)|如有(?:疑问|问题)|祝你|语言模型",
)
_END = re.compile(r"(?<![,;:，；：])[.!?…。！？][\"'”’）)*`]*$")
_JOINT = re.compile(r"[\s。.;；,，]*(?:and|并且|而且|并)?\s*")
"""What may stand between two sentences that became one."""
_COMMAND = re.compile(
    r"^(?:\$ |sudo |pip3? |python3? |conda |export |curl |wget |rm |git |apt|chmod |docker |hf "
    r"|huggingface-cli |accelerate |torchrun |uv |set |unset |npm |mkdir |cd )",
)


class Checker:
    """Holds sentences against the entries of one answer."""

    def __init__(self, sources: Sequence[Source], language: Language) -> None:
        self._sources = sources
        self._language = language
        self._shown: list[frozenset[str]] = []
        self._told: set[str] = set()

    def check(self, sentence: str) -> Verdict:
        """Judge the next sentence."""
        text = " ".join(_CITATION.sub("", sentence).split())
        text = re.sub(r"^(?:[-*+•]|\d{1,2}[.)、])\s+", "", text).strip()
        reason = self._unfit(sentence, text)
        if reason and reason not in _RESTORED:
            return Verdict("", 0, reason)
        claim = claims(text, self._language)
        if not claim.units and not claim.facts:
            return Verdict("", 0, "empty")
        terms = claim.terms | {fact.key for fact in claim.facts}
        if any(len(terms & old) >= SAME_SENTENCE * len(terms | old) for old in self._shown):
            return Verdict("", 0, "repeated")
        if text.endswith((";", "；")) and any(said_outright(text, source) for source in self._sources):
            reason = None  # an item of a list, whole
        verdicts = [judge(claim, source) for source in self._sources]
        verdict = next((one for one in verdicts if one.reason is None), verdicts[0])
        if reason:
            verdict = replace(verdict, text="", number=0, reason=reason)
        if verdict.reason is None:
            self._shown.append(terms)
            return verdict
        return self._restored(verdict, verdicts) if verdict.reason in _RESTORED else verdict

    def _restored(self, withheld: Verdict, verdicts: Sequence[Verdict]) -> Verdict:
        """The verdict with what the first entry says that has such a sentence."""
        for verdict, source in zip(verdicts, self._sources, strict=True):
            own = verdict.alignment and own_sentences(verdict.alignment, source, self._told)
            if not own:
                continue
            terms = frozenset().union(*(one.claims.terms | {fact.key for fact in one.claims.facts} for one in own))
            if any(len(terms & old) >= SAME_SENTENCE * len(terms | old) for old in self._shown):
                return withheld
            self._shown.append(terms)
            self._told.update(one.claims.text for one in own)
            said = ("" if self._language == "zh" else " ").join(unstressed(ended(one.claims.text)) for one in own)
            return replace(withheld, number=source.number, instead=f"{said} [{source.number}]")
        return withheld

    def _unfit(self, sentence: str, text: str) -> Reason | None:
        if "```" in sentence or "~~~" in sentence:
            return "model_code"
        if len(text) > MAX_SENTENCE_CHARS or not re.search(rf"[A-Za-z{HAN}]", text):
            return "empty"
        if text.rstrip("*_\"'”’`) ").endswith(("?", "？")):
            return "empty"  # a question tells nothing
        commands = re.findall("`([^`]+)`", text)
        everything = " ".join(source.flat for source in self._sources)
        if any(_COMMAND.match(command) and flat(command) not in everything for command in commands):
            return "model_code"
        prose = re.sub(r"`[^`]*`|[“\"][^”\"]*[”\"]", "", text)
        if not _END.search(text):
            return "unfinished"
        if flat(text) in everything:
            return None
        if _foreign(prose, self._language):
            return "language"
        talk = _SELF.search(prose)
        return "self_talk" if talk and not _of_the_entry(talk[0], everything) else None


def _of_the_entry(words: str, everything: str) -> bool:
    """Whether an entry says these words itself; a lone "we" proves nothing."""
    return (len(words) > 5 or not words.isascii()) and flat(words) in everything


def _foreign(prose: str, language: Language) -> bool:
    if language == "en":
        return bool(re.search(f"[{HAN}]", prose))
    return language_of(prose) == "en" and len(prose.split()) > 2


def judge(claim: Claims, source: Source) -> Verdict:
    """Hold one sentence against one entry."""
    if said := said_outright(claim.text, source):
        alignment = measured(claim, said, 1.0, source)
        return Verdict(unstressed(quoted(claim, alignment, source)), source.number, None, alignment)
    alignment = align(claim, source)
    reason = _reason(claim, alignment, source)
    if reason:
        return Verdict("", 0, reason, alignment)
    return Verdict(unstressed(quoted(claim, alignment, source)), source.number, None, alignment)


def _reason(claim: Claims, alignment: Alignment, source: Source) -> Reason | None:
    if not alignment.sentences:
        return "not_in_source"
    if absent(claim, source):
        return "wrong_fact"
    if risky(claim, source):
        return "action"
    if copies(claim, alignment).share < REWORDABLE:
        return "own_wording"
    claim, alignment = _reworded(claim, alignment, source)
    copy = copies(claim, alignment)
    if copy.share < CLOSE:
        return "own_wording"
    return _changed(claim, alignment, source) or ("own_wording" if copy.added else None)


def _reworded(claim: Claims, alignment: Alignment, source: Source) -> tuple[Claims, Alignment]:
    """The sentence with the entry's words in the place of those that may stand for them."""
    text = claim.text
    for sentence in alignment.sentences:
        text = reworded(text, sentence.claims.text, claim.language)
    if text == claim.text:
        return claim, alignment
    made = claims(text, claim.language)
    return made, measured(made, alignment.sentences, alignment.cosine, source)


def _changed(claim: Claims, alignment: Alignment, source: Source) -> Reason | None:
    """What a near copy of a sentence says that the sentence does not."""
    if any(elsewhere(claim, alignment, source)) or tied_otherwise(claim, alignment):
        return "wrong_fact"
    if changed := changes(claim, alignment):
        return changed
    if contradicts(claim, alignment) or crosses(claim, source):
        return "polarity"
    if unsourced_advice(claim, alignment, source):
        return "action"
    borne_out = (
        alignment.covered >= LEAST_COVERED
        and alignment.short_tail >= SHORT_CLAUSE
        and alignment.weakest_clause >= LEAST_OF_A_CLAUSE
        and alignment.longest_gap <= LONGEST_GAP[claim.language]
    )
    return None if borne_out else "not_in_source"


def said_outright(text: str, source: Source) -> tuple[SourceSentence, ...]:
    """The sentence of the source that a text is, or the neighbours that it joins, word for word; empty if none."""
    said = flat(text)
    for one in source.sentences:
        if said == one.bare:
            return (one,)
    for one, other in pairwise(source.sentences):
        if one.passage is not other.passage or not (said.startswith(one.bare) and said.endswith(other.bare)):
            continue
        if one.bare and other.bare and _JOINT.fullmatch(said, len(one.bare), len(said) - len(other.bare)):
            return one, other
    return ()
