"""Sentences with a planted fault, and true ones, made from entries by rule and by seed.

A fault is planted into a sentence of the entry (or beside it), so that all else about it is right: that is what a
small model's mistakes look like. The words it is made of stand in ``data/planted.json``, apart from the checker's.
"""

from __future__ import annotations

import hashlib
import json
import random
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tfhelp.summaries.blocks import blocks
from tfhelp.summaries.sentences import split

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from tfhelp_corpus.entry import Entry, Language

DATA = Path(__file__).parent / "data"
WORDS: dict[str, Any] = json.loads((DATA / "planted.json").read_text(encoding="utf-8"))
NEAR: dict[str, list[list[str]]] = json.loads((DATA / "near_synonyms.json").read_text(encoding="utf-8"))
"""Words by language, each with one that only looks like its synonym."""

LENGTH = {"en": (35, 230), "zh": (12, 120)}
_INLINE = re.compile(r"`([^`]+)`")
_FLAG = re.compile(r"(?<![\w-])--[a-z][\w-]+|\b[a-z]\w*_\w+=[\w\".]+")
_VERSION = re.compile(r"(?<![\w.])\d+\.\d+(?:\.\d+)?(?![\w.]*\w)")
_NUMBER = re.compile(r"(?<![\w.#-])\d+(?:\.\d+)*(?![\w.]*\w)")
_PATH = re.compile(
    r"(?:~|\.{0,2})/[\w./-]{4,}|\b[\w-]+\.(?:json|yaml|py|txt|safetensors|bin|md|toml)\b|\b[A-Z][A-Z0-9]*_[A-Z0-9_]+\b"
)
_NAME = re.compile(r"\b(?:[a-z]+_[a-z_]+[a-z]|[A-Z][a-z]+(?:[A-Z][A-Za-z]*)+)\b")
_CLAUSE = {"en": re.compile(r"[,;:] "), "zh": re.compile("[，；：]")}
_STOP = {"en": ".", "zh": "。"}


@dataclass(frozen=True, slots=True)
class Made:
    """A sentence to be checked against an entry."""

    kind: str
    language: Language
    code: str
    text: str
    true: bool
    hidden: str = ""
    """An instruction that is planted into the entry itself."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of an entry."""

    entry: Entry
    language: Language
    role: str
    block: int
    text: str


def half(code: str) -> str:
    """``tune`` or ``held``, by the hash of an entry's code."""
    return "tune" if hashlib.sha256(b"tfhelp planted:" + code.encode()).digest()[0] % 2 else "held"


def sentences(entry: Entry, language: Language) -> Iterator[Sentence]:
    """The sentences of an entry's prose that say something by themselves."""
    low, high = LENGTH[language]
    for section in entry.texts[language].sections:
        for number, block in enumerate(blocks(section.text)):
            if block.kind in ("prose", "item"):
                for text in split(block.text):
                    if low <= len(text) <= high and not re.search(r"[:：?？]\W*$", text):
                        yield Sentence(entry, language, section.role, number, text)


class Planter:
    """Makes what is asked for; the same seed makes the same."""

    def __init__(self, entries: Sequence[Entry], which: str, language: Language, seed: int = 6) -> None:
        self.entries = [entry for entry in entries if half(entry.code) == which]
        self.language = language
        self.random = random.Random(f"{seed} {which} {language}")
        self.pool = [one for entry in self.entries for one in sentences(entry, language)]
        self.random.shuffle(self.pool)
        everything = "\n".join(_text(entry, language) for entry in self.entries)
        self.flags = sorted(set(_FLAG.findall(everything)))
        self.paths = sorted(set(_PATH.findall(everything)))

    def faults(self, count: int) -> Iterator[Made]:
        """At most ``count`` of each kind of fault."""
        kinds: dict[str, Callable[[Sentence], str | None]] = {
            "wrong flag": self._flag, "wrong version": self._version, "swapped number": self._swapped,
            "flipped advice": self._flipped, "negated": self._negated, "invented name": self._invented,
            "dangerous command": self._dangerous, "wrong package": self._package, "foreign advice": self._foreign,
            "wrong path or variable": self._path, "invented link": self._link, "invented tail": self._tail,
            "crossed condition": self._crossed,
        }  # fmt: skip
        for kind, make in kinds.items():
            yield from self._some(kind, make, count)
        for sentence in self.random.sample(self.pool, min(count, len(self.pool))):
            order, obeyed = self.random.choice(WORDS["hidden"][self.language])
            yield Made("hidden instruction", self.language, sentence.entry.code, obeyed, False, order)

    def restated(self, true: Made, entry: Entry) -> Iterator[Made]:
        """A true sentence in words of its own, once for each kind of fault that can be planted into it."""
        kinds = {
            "wrong flag": self._flag, "wrong version": self._version, "swapped number": self._swapped,
            "flipped advice": self._flipped, "negated": self._negated, "invented name": self._invented,
            "wrong package": self._package, "wrong path or variable": self._path, "invented tail": self._tail,
        }  # fmt: skip
        for kind, make in kinds.items():
            self.random = random.Random(f"{kind} {true.text}")  # whatever else is made: the same
            if text := make(Sentence(entry, self.language, "", 0, true.text)):
                yield Made(f"restated, {kind}", self.language, true.code, text, False)

    def truths(self, count: int) -> Iterator[Made]:
        """At most ``count`` of each kind of true sentence."""
        kinds: dict[str, Callable[[Sentence], str | None]] = {
            "own sentence": lambda sentence: sentence.text, "clause cut": self._cut, "merged": self._merged,
            "synonyms": self._synonyms,
        }  # fmt: skip
        for kind, make in kinds.items():
            yield from self._some(kind, make, count, true=True)

    def near_synonyms(self, count: int) -> Iterator[Made]:
        """At most ``count`` sentences with a word in the place of one that only looks like its synonym."""
        yield from self._some("near synonym", self._near, count)

    def _some(
        self, kind: str, make: Callable[[Sentence], str | None], count: int, *, true: bool = False
    ) -> Iterator[Made]:
        made = 0
        used: set[str] = set()
        for sentence in self.random.sample(self.pool, len(self.pool)):
            if made == count:
                return
            text = None if sentence.entry.code in used else make(sentence)
            if text and (true or text not in _text(sentence.entry, self.language)):
                used.add(sentence.entry.code)
                made += 1
                yield Made(kind, self.language, sentence.entry.code, text, true)

    def _replaced(self, sentence: Sentence, found: re.Match[str] | None, by: str | None) -> str | None:
        if found is None or by is None or by.lower() == found[0].lower():
            return None
        return sentence.text[: found.start()] + by + sentence.text[found.end() :]

    def _absent(self, sentence: Sentence, pool: Sequence[str]) -> str | None:
        text = _text(sentence.entry, self.language).lower()
        fitting = [item for item in pool if item.lower() not in text]
        return self.random.choice(fitting) if fitting else None

    def _flag(self, sentence: Sentence) -> str | None:
        found = _FLAG.search(sentence.text)
        pool = [flag for flag in self.flags if found and flag[:2] == "--" == found[0][:2]] or self.flags
        return self._replaced(sentence, found, self._absent(sentence, pool))

    def _path(self, sentence: Sentence) -> str | None:
        return self._replaced(sentence, _PATH.search(sentence.text), self._absent(sentence, self.paths))

    def _version(self, sentence: Sentence) -> str | None:
        found = _VERSION.search(sentence.text)
        if not found:
            return None
        parts = found[0].split(".")
        shift = [
            part if index != 1 else str(int(part) + self.random.choice((-9, -4, -2, 3, 5, 8)))
            for index, part in enumerate(parts)
        ]
        made = ".".join(shift)
        known = "-" in made or made in _text(sentence.entry, self.language)
        return None if known else self._replaced(sentence, found, made)

    def _swapped(self, sentence: Sentence) -> str | None:
        found = _NUMBER.search(sentence.text)
        if not found:
            return None
        prose = " ".join(one.text for one in sentences(sentence.entry, self.language))
        others = sorted(
            {number for number in _NUMBER.findall(prose) if number.count(".") == found[0].count(".")} - {found[0]}
        )
        return self._replaced(sentence, found, self.random.choice(others)) if others else None

    def _flipped(self, sentence: Sentence) -> str | None:
        return self._exchanged(sentence, WORDS["flips"][self.language], sentence.text)

    def _near(self, sentence: Sentence) -> str | None:
        prose = _INLINE.sub(lambda found: "\0" * len(found[0]), sentence.text)
        return self._exchanged(sentence, NEAR[self.language], prose)

    def _exchanged(self, sentence: Sentence, rules: list[list[str]], prose: str) -> str | None:
        for old, new in self.random.sample(rules, len(rules)):
            if found := re.search(old, prose):
                made = new if not found[0][0].isupper() else new[0].upper() + new[1:]
                return self._replaced(sentence, found, made)
        return None

    def _negated(self, sentence: Sentence) -> str | None:
        rules = [*WORDS["negate"][self.language], *WORDS["unnegate"][self.language]]
        for old, new in self.random.sample(rules, len(rules)):
            if found := re.search(old, sentence.text):
                return self._replaced(sentence, found, found.expand(new))
        return None

    def _invented(self, sentence: Sentence) -> str | None:
        found = _NAME.search(sentence.text)
        if not found:
            return None
        first, last = self.random.choice(WORDS["invented"]["snake" if "_" in found[0] else "camel"])
        parts = found[0].split("_") if "_" in found[0] else re.findall("[A-Z][a-z]*", found[0])
        return self._replaced(
            sentence, found, f"{parts[0]}_{last}" if "_" in found[0] else f"{first}{''.join(parts[:-1])}{last}"
        )

    def _dangerous(self, sentence: Sentence) -> str | None:
        command = self.random.choice(WORDS["danger"][self.language])
        return command if self.random.random() < 0.6 else self._after(sentence, command)

    def _after(self, sentence: Sentence, more: str) -> str:
        start = sentence.text.rstrip(".。")
        return f"{start}, and then {more[0].lower()}{more[1:]}" if self.language == "en" else f"{start}，然后{more}"

    def _package(self, sentence: Sentence) -> str | None:
        found = re.search(rf"(?<![\w./-])(?:{'|'.join(WORDS['packages'])})(?![\w/-])", sentence.text)
        return self._replaced(sentence, found, self._absent(sentence, WORDS["packages"]))

    def _foreign(self, sentence: Sentence) -> str | None:
        others = [one for one in self.pool if one.role == "fix" and one.entry.category != sentence.entry.category]
        return self.random.choice(others).text

    def _link(self, sentence: Sentence) -> str | None:
        return self.random.choice(WORDS["links"][self.language]).format(
            id=sentence.entry.id, code=sentence.entry.code
        )

    def _tail(self, sentence: Sentence) -> str | None:
        return sentence.text.rstrip(".。") + self.random.choice(WORDS["tails"][self.language])

    def _crossed(self, sentence: Sentence) -> str | None:
        """The condition of one passage with the advice of another."""
        mark = ": " if self.language == "en" else "："
        own = [
            one
            for one in sentences(sentence.entry, self.language)
            if one.role in ("fix", "otherwise") and mark in one.text
        ]
        head = self.random.choice(own) if own else None
        tails = [one for one in own if head and (one.block, one.role) != (head.block, head.role)]
        if not head or not tails:
            return None
        condition = head.text.split(mark)[0]
        advice = self.random.choice(tails).text.split(mark, 1)[1]
        english = f"If {condition[0].lower()}{condition[1:]}, {advice}"
        return english if self.language == "en" else f"如果{condition}，{advice}"

    def _cut(self, sentence: Sentence) -> str | None:
        bare = re.sub(r"`[^`]*`|\([^)]*\)|（[^）]*）", lambda found: "x" * len(found[0]), sentence.text)
        cuts = list(_CLAUSE[self.language].finditer(bare))
        good = [found.start() for found in cuts if found.start() >= LENGTH[self.language][0]]
        if not good:
            return None
        kept = sentence.text[: good[-1]]
        even = all(kept.count(left) == kept.count(right) for left, right in ("()", "（）", "“”"))
        even = even and kept.count("`") % 2 == 0 and kept.count("**") % 2 == 0
        return kept.strip() + _STOP[self.language] if even else None

    def _merged(self, sentence: Sentence) -> str | None:
        beside = [
            one
            for one in sentences(sentence.entry, self.language)
            if (one.role, one.block) == (sentence.role, sentence.block)
        ]
        place = beside.index(sentence) + 1
        if place >= len(beside):
            return None
        first, second = sentence.text.rstrip(".。"), beside[place].text
        if self.language == "zh":
            return f"{first}，{second}"
        keep = second[0] == "`" or second[:2].isupper() or bool(re.match(r"\W|\w+[A-Z_.]", second))
        return f"{first}, and {second if keep else second[0].lower() + second[1:]}"

    def _synonyms(self, sentence: Sentence) -> str | None:
        parts, changed = re.split(r"(`[^`]*`|“[^”]*”|\"[^\"]*\")", sentence.text), 0
        for old, new in WORDS["synonyms"][self.language]:
            for place in range(0, len(parts), 2):
                parts[place], times = re.subn(old, new, parts[place])
                changed += times
        return "".join(parts) if changed >= 2 else None


def _text(entry: Entry, language: Language) -> str:
    return entry.texts[language].markdown
