"""A sentence as a checker reads it: its content, what it denies, and which side of pairs of opposites it takes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from tfhelp_corpus.language import HAN
from tfhelp_index.terms import fold, stem

from . import lexicon
from .facts import Fact, facts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tfhelp_corpus.entry import Language

_PHRASES = [
    (re.compile(pattern, re.IGNORECASE), made)
    for pattern, made in (
        (r"(?<=\w)n[’']t\b", " not"),
        (r"\bcannot\b", "can not"),
        (r"\bno longer\b", "not longer"),
        (r"\b(?:switch|turn)(?:es|s|ed|ing)? (\w+ )?on\b|\bon by default\b", r"enable \1"),
        (r"\b(?:switch|turn)(?:es|s|ed|ing)? (\w+ )?off\b|\boff by default\b", r"disable \1"),
        (r"\bat least\b", "minimum"),
        (r"\b(?:at most|up to|at the latest)\b", "maximum"),
        (r"\bmore than\b", "above"),
        (r"\bless than\b", "below"),
        (r"\bfrom (\S+) on\b", r"onwards \1"),
        (r"\bsince (?=v?\d)", "onwards "),
        (r"\bleav(?:e|es|ing) (?:it |them )?out\b", "omit"),
        (r"\binstead of\b|\brather than\b", "rather"),
        (r"\bgo(?:es)? back\b", "downgrade"),
        (r"\bif not\b|\bwhether or not\b", ""),
    )
]
_BREAK_EN = re.compile(
    r"[,;:.!?()\[\]—–]+(?=\s|$)|(?<=\s)[(\[]|\b(?:but|while|whereas|although|though|because|so that)\b"
)
_BREAK_ZH = re.compile("[，；：。！？（）,;:!?()]|(?<![不])但|然而|而(?![且不])|却")
_QUOTED = re.compile(r"`[^`]*`|\"[^\"]*\"")
_DENIAL = re.compile(r"\b(?:no|not|none|nothing|never|without)\b", re.IGNORECASE)
_WORD = re.compile(r"[A-Za-z_][\w.+/-]*|\d[\w.]*", re.ASCII)
_SCOPE_EN, _SCOPE_ZH, _SCOPE_ZH_CHARS = 3, 3, 7


@dataclass(frozen=True, slots=True)
class Stance:
    """The side that a sentence takes of one pair of opposites."""

    pair: str
    yes: bool
    context: frozenset[str]
    """The terms beside it."""
    word: str


@dataclass(frozen=True, slots=True)
class Claims:
    """What a sentence says."""

    text: str
    language: Language
    units: tuple[tuple[str, ...], ...]
    """Its content in order: each unit is one or several terms, and is known where one of them is."""
    terms: frozenset[str]
    clauses: tuple[tuple[tuple[str, ...], ...], ...]
    """The units by clause."""
    negations: tuple[tuple[str, ...], ...]
    """What each negation denies, nearest first."""
    negative: bool
    """It denies something, be it without a "not"."""
    doubted: frozenset[str]
    """The terms of its clauses that do."""
    stances: tuple[Stance, ...]
    risks: frozenset[str]
    facts: tuple[Fact, ...]


def claims(text: str, language: Language) -> Claims:
    """Read a sentence."""
    found = _english(text) if language == "en" else _chinese(text)
    read = [(units, scopes, stances, denies) for units, scopes, stances, _, denies in found]
    clauses = tuple(tuple(units) for units, _, _, _ in read if units)
    units = tuple(unit for clause in clauses for unit in clause)
    negations = tuple(scope for _, scopes, _, _ in read for scope in scopes)
    return Claims(
        text=text,
        language=language,
        units=units,
        terms=frozenset(term for unit in units for term in unit),
        clauses=clauses,
        negations=negations,
        negative=bool(negations) or _denies(text, language),
        doubted=frozenset(
            term for units, scopes, _, denies in read if scopes or denies for unit in units for term in unit
        ),
        stances=tuple(stance for _, _, stances, _ in read for stance in stances),
        risks=frozenset(risk for _, _, _, risks, _ in found for risk in risks),
        facts=tuple(facts(text, language)),
    )


_Clause = tuple[list[tuple[str, ...]], list[tuple[str, ...]], list[Stance], list[str], bool]


def phrased(text: str) -> str:
    """English text with its turns of phrase as single words: "turn it off" is "disable"."""
    for pattern, made in _PHRASES:
        text = pattern.sub(made, text)
    return text


def _english(text: str) -> list[_Clause]:
    text = _QUOTED.sub(lambda found: _DENIAL.sub("", found[0]), fold(text))  # "None" denies nothing
    text = phrased(text.replace("`", " ").replace("*", ""))
    return [_english_clause(part) for part in _BREAK_EN.split(text) if part and part.strip()]


def _english_clause(text: str) -> _Clause:
    words = [word.rstrip(".-/").lower() for word in _WORD.findall(text)]
    terms = [_term(word) for word in words]
    close: set[int] = set()
    scopes: list[tuple[str, ...]] = []
    for index, word in enumerate(words):
        if word in lexicon.NEGATIONS_EN and words[index + 1 : index + 2] != ["only"]:
            after = [place for place in range(index + 1, len(words)) if terms[place]][:_SCOPE_EN]
            if word in ("nothing", "none", "nobody"):
                after = [place for place in range(max(0, index - 2), index) if terms[place]][-1:] + after[:1]
            close.update(range(index + 1, index + 3))
            scopes.append(tuple(terms[place] for place in after))
    stances = []
    for index, word in enumerate(words):
        for pair, side in _sides_en().get(stem(word), ()):
            near = [terms[place] for place in range(max(0, index - 4), min(len(words), index + 5)) if place != index]
            stances.append(Stance(pair, side != (index in close), frozenset(filter(None, near)), word))
    risks = [stem(word) for word in words if stem(word) in _risks_en()]
    return [(term,) for term in terms if term], scopes, stances, risks, _denies(text, "en")


def _term(word: str) -> str:
    """The term of a word, empty for words that say nothing and for numbers, which are facts."""
    if word in lexicon.NEGATIONS_EN or word[0].isdigit() or len(word) < 2 or stem(word) in _empty_en():
        return ""
    return _synonyms_en().get(stem(word), stem(word))


@cache
def _empty_en() -> frozenset[str]:
    return frozenset(map(stem, lexicon.EMPTY_EN))


@cache
def _synonyms_en() -> dict[str, str]:
    return {stem(word): stem(first) for word, first in lexicon.SYNONYMS_EN.items()}


@cache
def _risks_en() -> frozenset[str]:
    return frozenset(map(stem, lexicon.RISKY_EN))


@cache
def _sides_en() -> dict[str, list[tuple[str, bool]]]:
    found: dict[str, list[tuple[str, bool]]] = {}
    for pair in lexicon.OPPOSITES:
        for words, side in ((pair.yes_en, True), (pair.no_en, False)):
            for word in words:
                found.setdefault(stem(word), []).append((pair.name, side))
    return found


def _chinese(text: str) -> list[_Clause]:
    text = fold(text).replace("`", " ").replace("*", "")
    return [_chinese_clause(part) for part in _BREAK_ZH.split(text) if part and part.strip()]


def _chinese_clause(text: str) -> _Clause:
    masked = _no_negations().sub(lambda found: "\0" * len(found[0]), text)
    spans = [found.span() for found in _negations().finditer(masked)]
    scopes = []
    for _, end in spans:
        ahead = [unit[0] for unit in _units(text[end : end + _SCOPE_ZH_CHARS])]
        scopes.append(tuple(ahead[:_SCOPE_ZH]))
    stances = []
    for start, end, pair, side in _sides_zh(masked):
        near = text[max(0, start - 8) : start] + " " + text[end : end + 8]
        denied = any((start >= stop and start - stop <= 2) or begin <= start < stop for begin, stop in spans)
        context = frozenset(term for unit in _units(near) for term in unit)
        stances.append(Stance(pair, side != denied, context, text[start:end]))
    lower = text.lower()
    risks = [risk for risk in lexicon.RISKY_ZH if risk in text]
    risks += [stem(word) for word in _WORD.findall(lower) if stem(word) in _risks_en()]
    return _units(text), scopes, stances, risks, _denies(text, "zh")


def _units(text: str) -> list[tuple[str, ...]]:
    """Content units of Chinese text: a Latin word, or a character with the pairs that it is part of."""
    text = _normal().sub(lambda found: lexicon.SYNONYMS_ZH.get(found[0], "\0"), text)
    found: list[tuple[str, ...]] = []
    for part in _runs().finditer(text):
        run = part[0]
        if part.lastgroup == "han":
            pairs = [run[place : place + 2] for place in range(len(run) - 1)] or [run]
            found += [tuple(pairs[max(0, place - 1) : place + 1]) or (run,) for place in range(len(run))]
        elif not run[0].isdigit() and len(run) > 1:
            found.append((run.rstrip(".-/").lower(),))
    return found


@cache
def _runs() -> re.Pattern[str]:
    return re.compile(rf"(?P<han>[{HAN}]+)|{_WORD.pattern}", re.ASCII)


@cache
def _normal() -> re.Pattern[str]:
    return _any_of([*lexicon.SYNONYMS_ZH, *lexicon.EMPTY_ZH])


@cache
def _negations() -> re.Pattern[str]:
    return _any_of(lexicon.NEGATIONS_ZH)


@cache
def _no_negations() -> re.Pattern[str]:
    return _any_of(lexicon.NO_NEGATIONS_ZH)


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(set(words), key=len, reverse=True))))


@cache
def _side_words() -> tuple[re.Pattern[str], dict[str, list[tuple[str, bool]]]]:
    found: dict[str, list[tuple[str, bool]]] = {}
    for pair in lexicon.OPPOSITES:
        for words, side in ((pair.yes_zh, True), (pair.no_zh, False)):
            for word in words:
                found.setdefault(word, []).append((pair.name, side))
    return _any_of(list(found)), found


def _sides_zh(text: str) -> Iterator[tuple[int, int, str, bool]]:
    pattern, sides = _side_words()
    for found in pattern.finditer(text):
        for pair, side in sides[found[0]]:
            yield found.start(), found.end(), pair, side


def _denies(text: str, language: Language) -> bool:
    if language == "zh":
        return any(word in text for word in lexicon.NEGATIVE_ZH)
    return any(stem(word.lower()) in _negative_en() for word in re.findall(r"[A-Za-z]+", text))


@cache
def _negative_en() -> frozenset[str]:
    return frozenset(map(stem, lexicon.NEGATIVE_EN))
