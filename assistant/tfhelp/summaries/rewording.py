"""A sentence with the entry's own words put back where it has others that say the same.

Which words may stand for each other in any sentence is a closed list, `exchange.toml`. Where one of them takes the
place of the entry's word, that word is put back, and what comes out is held against the entry in its stead: whatever
else differs stays different. Names, numbers, code and what stands in quotation marks are never exchanged.
"""

from __future__ import annotations

import re
import tomllib
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from .changes import tokens
from .facts import facts

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tfhelp_corpus.entry import Language

LONGEST: dict[Language, int] = {"en": 4, "zh": 6}
"""Words, or characters, that stand for a single word."""

_QUOTED = re.compile(r"`[^`]*`|\"[^\"]*\"|“[^”]*”")
_WORD: dict[Language, re.Pattern[str]] = {
    "en": re.compile(r"[a-z]+(?:'[a-z]+)?"),
    "zh": re.compile("[\u3400-\u9fff]"),
}


def reworded(text: str, sentence: str, language: Language) -> str:
    """A sentence in the words of another one, as far as its own may stand for them.

    Args:
        text: the new sentence.
        sentence: of the entry.
        language: of both.
    """
    theirs = frozenset(phrase for _, _, phrase in _phrases(sentence, language))
    wanted = tokens(sentence, language)
    best = _alike(wanted, text, language)
    limit = len(text)
    for start, end, phrase in sorted(_phrases(text, language), key=lambda one: (-one[1], one[0])):
        for word in exchangeable(language).get(phrase, ()):  # from the end, so that places before it stay the same
            if word not in theirs or end > limit:
                continue
            other = text[:start] + word + text[end:]
            if (alike := _alike(wanted, other, language)) > best:
                text, best, limit = other, alike, start
    return text


def _alike(wanted: list[str], text: str, language: Language) -> float:
    return SequenceMatcher(None, wanted, tokens(text, language), autojunk=False).ratio()


def _phrases(text: str, language: Language) -> Iterator[tuple[int, int, str]]:
    """Each run of words outside of facts and quotation marks: start, end, and the run in small letters."""
    masked = list(text.lower()) if len(text.lower()) == len(text) else list(text)
    spans = [(fact.start, fact.end) for fact in facts(text, language) if fact.kind != "number"]
    for start, end in [*spans, *(found.span() for found in _QUOTED.finditer(text))]:
        masked[start:end] = "\0" * (end - start)
    words = list(_WORD[language].finditer("".join(masked)))
    glue = " " if language == "en" else ""
    for index, first in enumerate(words):
        phrase, end = first[0], first.end()
        yield first.start(), end, phrase
        for other in words[index + 1 : index + LONGEST[language]]:
            if text[end : other.start()] != glue:
                break
            phrase, end = f"{phrase}{glue}{other[0]}", other.end()
            yield first.start(), end, phrase


@cache
def exchangeable(language: Language) -> Mapping[str, tuple[str, ...]]:
    """The words that may stand for each word, in every form that it has."""
    data = tomllib.loads((Path(__file__).parent / "exchange.toml").read_text(encoding="utf-8"))
    if language == "zh":
        rows = _rows(data["zh"])
    else:
        irregular = {row[0]: row[1:] for row in _rows(data["irregular"])}
        doubling = frozenset(data["doubling"].split())
        verbs = [[_verb(word, irregular, doubling) for word in row] for row in _rows(data["verbs_en"])]
        nouns = [[_noun(word) for word in row] for row in _rows(data["nouns_en"])]
        rows = [list(forms) for group in [*verbs, *nouns] for forms in zip(*group, strict=True)]
        rows += _rows(data["words_en"])
    found: dict[str, dict[str, None]] = {}
    for row in rows:
        for word in row:
            found.setdefault(word, {}).update(dict.fromkeys(other for other in row if other != word))
    return {word: tuple(others) for word, others in found.items()}


def _rows(text: str) -> list[list[str]]:
    return [[word.replace("_", " ") for word in line.split()] for line in text.splitlines() if line.strip()]


def _verb(phrase: str, irregular: Mapping[str, list[str]], doubling: frozenset[str]) -> tuple[str, ...]:
    """Its forms: itself, with -s, past, participle, with -ing; of several words the first is inflected."""
    word, *others = phrase.split(" ")
    past, participle = irregular.get(word, [_with_ed(word)] * 2)
    root = word
    if word in doubling or (past.endswith("ed") and past == f"{word}{word[-1]}ed"):
        root = word + word[-1]
    elif word.endswith("e") and not word.endswith("ee"):
        root = word[:-1]
    forms = (word, "has" if word == "have" else _with_s(word), past, participle, f"{root}ing")
    return tuple(" ".join([form, *others]) for form in forms)


def _noun(word: str) -> tuple[str, ...]:
    return word, _with_s(word)


def _with_s(word: str) -> str:
    if re.search(r"[^aeiou]y$", word):
        return f"{word[:-1]}ies"
    return word + ("es" if re.search(r"(?:[sxz]|[cs]h|o)$", word) else "s")


def _with_ed(word: str) -> str:
    if re.search(r"[^aeiou]y$", word):
        return f"{word[:-1]}ied"
    return word + ("d" if word.endswith("e") else "ed")
