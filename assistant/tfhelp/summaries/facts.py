"""The parts of a sentence that must be copied, never said: code, links, paths, names, versions and numbers."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Literal

from .lexicon import EQUIVALENT, PACKAGES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tfhelp_corpus.entry import Language

FactKind = Literal["code", "link", "path", "name", "number"]

_UNIT = r"bit|位|gib|gb|mib|mb|tb|kb|b|m|k|x|%|％|卡"
_NUMBER_WORDS = {
    word: str(number)
    for number, word in enumerate(("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"), start=2)
}
_NUMBER_HAN = {"两": "2"} | {han: str(number) for number, han in enumerate("二三四五六七八九十", start=2)}


@dataclass(frozen=True, slots=True)
class Fact:
    """One of these parts and where it stands."""

    kind: FactKind
    key: str
    """As it is compared: `flat` text."""
    start: int
    end: int


@cache
def _pattern() -> re.Pattern[str]:
    endings = "json|ya?ml|py|txt|safetensors|bin|md|toml|gguf|pt|pth|sh|ini|cfg|jsonl"
    parts = (
        r"(?P<fence>```.*?(?:```|\Z))",
        r"`(?P<code>[^`\n]+)`",
        (
            r"(?P<link>(?:https?|ftp|file)://[^\s)）>\]，。；、]+|www\.[^\s)），。；、]+|[\w.+-]+@[\w-]+\.[\w.]+"
            r"|(?<![\w.])(?:[a-z0-9-]+\.)+(?:com|org|io|net|cn|sh|dev|ai)(?![\w.])(?:/[\w./-]*)?)"
        ),
        (
            r"(?P<path>(?<![\w/])(?:~|\.{1,2})?/[\w.*/-]+|[A-Za-z]:\\[\w\\.]+|~/?(?![\w~])"
            rf"|(?<![\w/.-])[\w.*-]+/[\w./*-]+|(?<![\w-])\.?[\w-]+\.(?:{endings})(?!\w))"
        ),
        r"(?P<flag>(?<![\w-])--?[A-Za-z][\w-]*(?:=[\w./-]+)?)",
        r"(?P<pair>[A-Za-z_]\w*=(?:[\w.\"'-]+))",
        (
            r"(?P<number>(?<![\w.])(?:\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\d)|[vV]?\d+(?:[.,]\d+)*)(?:e-?\d+|\.x)?"
            rf"(?:[- ]?(?i:{_UNIT})(?![A-Za-z]))?(?![\w]*[A-Za-z_]|-\w))"
        ),
        r"(?P<name>[A-Za-z_0-9][\w]*(?:[.\-/][\w]+)*(?:\(\))?)",
    )
    return re.compile("|".join(parts), re.DOTALL | re.ASCII)


def facts(text: str, language: Language) -> list[Fact]:
    """The facts of a sentence in order."""
    return list(_facts(text, language))


def _facts(text: str, language: Language) -> Iterator[Fact]:
    first_word = re.search(r"[A-Za-z]", text)
    for found in _pattern().finditer(text):
        group = found.lastgroup or ""
        value, start, end = found[group], found.start(), found.end()
        if group in ("fence", "code"):
            yield Fact("code", flat(value, code=True), start, end)
        elif group in ("flag", "pair"):
            yield Fact("name", flat(value, code=True), start, end)
        elif group == "number":
            yield Fact("number", number_key(value), start, end)
        elif group in ("link", "path"):
            yield Fact("link" if group == "link" else "path", flat(value, code=True).rstrip("."), start, end)
        elif _is_name(value, at_start=first_word is not None and start == first_word.start(), language=language):
            yield Fact("name", flat(value).removesuffix("()"), start, end)
        elif language == "en" and value.lower() in _NUMBER_WORDS:
            yield Fact("number", _NUMBER_WORDS[value.lower()], start, end)


def _is_name(word: str, *, at_start: bool, language: Language) -> bool:
    if re.search(r"[_\d]|\(\)|\w\.\w|[a-z][A-Z]|[A-Z]{2}", word) or word.lower() in PACKAGES:
        return True
    if word[:1].isupper() and word.isalpha() and len(word) > 1:
        return language == "zh" or not at_start
    return False


def number_key(text: str) -> str:
    """A number as it is compared: no ``v`` before, no ``.x`` behind, its unit close to it."""
    key = flat(text).lstrip("v").removesuffix(".x").replace(" ", "")
    key = re.sub("-(?=[a-z])", "", key)
    return re.sub(r"(?<=\d),(?=\d{3})", "", key).replace("％", "%").replace("位", "bit")


@cache
def _joints() -> re.Pattern[str]:
    return re.compile(rf"(?<=\d)[- ](?=(?:{_UNIT})(?![a-z]))")


def flat(text: str, *, code: bool = False) -> str:
    """Text as it is compared: small letters, no emphasis, single blanks; in code a star is a star."""
    text = unicodedata.normalize("NFKC", text).casefold().replace("`", "").replace("**", "")
    text = text if code else text.replace("*", "")
    text = re.sub(r"[“”„]", '"', text)
    return " ".join(text.split()).strip(".,;:!?。，；：！？")


def flat_source(text: str) -> str:
    """Source text in which facts are looked for."""
    text = unicodedata.normalize("NFKC", text).casefold().replace("`", "").replace("**", "")
    text = re.sub(r"(?<=\d),(?=\d{3})|(?<=\d) (?=\d{3}\b)", "", text)
    return " ".join(_joints().sub("", text).replace("位", "bit").split())


def occurs(fact: Fact, source: str) -> bool:
    """Whether a fact stands in a `flat_source` text, whole."""
    if not fact.key:
        return True
    if fact.kind == "number":
        return _number_in(fact.key, source)
    if any(word in source for word in EQUIVALENT.get(fact.key, ())):
        return True
    at = source.find(fact.key)
    while at >= 0:
        if _borders(source, at, at + len(fact.key), fact.key):
            return True
        at = source.find(fact.key, at + 1)
    squeezed = fact.key.replace(" ", "")
    return fact.kind == "code" and len(squeezed) > 3 and squeezed in source.replace(" ", "")


def _borders(source: str, start: int, end: int, key: str) -> bool:
    """Whether a find is not a part of a longer name."""
    before, after = source[start - 1 : start] if start else "", source[end : end + 1]
    return not (_in_name(key[0]) and _in_name(before)) and not (_in_name(key[-1]) and _in_name(after))


def _in_name(character: str) -> bool:
    return character.isascii() and (character.isalnum() or character == "_")


def _number_in(key: str, source: str) -> bool:
    if re.search(rf"(?<![\d.])(?<![a-z_]\d)v?{re.escape(key)}(?!\w*\d)(?!\.\d)(?![a-z_]{{2}})", source):
        return True
    bare = key.rstrip("%bitgmkx")
    if bare != key and re.search(rf"(?<![\d.]){re.escape(bare)}[ -]?{re.escape(key[len(bare) :])}", source):
        return True
    word = next((word for word, digit in _NUMBER_WORDS.items() if digit == key), None)
    said = f"{word}|both|twice|pair|double|second" if key == "2" else word
    if word and re.search(rf"\b(?:{said})\b", source):
        return True
    return any(digit == key and han in source for han, digit in _NUMBER_HAN.items())
