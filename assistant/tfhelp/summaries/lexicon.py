"""Words that carry what a sentence claims: negations, opposites, advice that must have a source, and empty words.

They stand in ``lexicon.toml``. English words are matched by their stem (`tfhelp_index.terms.stem`), so one form of a
regular word is enough; Chinese ones as they stand.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

_DATA: dict[str, Any] = tomllib.loads((Path(__file__).parent / "lexicon.toml").read_text(encoding="utf-8"))


def _words(name: str) -> tuple[str, ...]:
    return tuple(_DATA[name].split())


def _first_of_group(name: str) -> dict[str, str]:
    groups = [line.split() for line in _DATA[name].splitlines() if line.strip()]
    return {word: group[0] for group in groups for word in group}


EMPTY_EN = frozenset(_words("empty_en"))
"""Said of anything; what they add is checked as negation, opposite or advice."""
EMPTY_ZH = _words("empty_zh")

IDLE_EN = frozenset(_words("idle_en"))
"""Words that may be added to a sentence and leave what it says."""
IDLE_ZH = frozenset(_DATA["idle_zh"].replace(" ", "").strip())
"""The same, as characters."""
LINKS_EN = frozenset(_words("links_en"))
"""Words that may be added to a sentence, but not in the place of another: "and" for "or" changes it."""
LINKS_ZH = frozenset(_DATA["links_zh"].replace(" ", "").strip())

NEGATIONS_EN = frozenset(_words("negations_en"))
NEGATIONS_ZH = _words("negations_zh")
NO_NEGATIONS_ZH = _words("no_negations_zh")
"""Words with the character of a negation that are none."""
NEGATIVE_EN = frozenset(_words("negative_en"))
"""Words that deny without a "not"."""
NEGATIVE_ZH = _words("negative_zh")

RISKY_EN = frozenset(_words("risky_en"))
"""Advice or a claim about these is only shown where the very sentence of the source speaks of them."""
RISKY_ZH = _words("risky_zh")

PACKAGES = frozenset(_words("packages"))
"""Lower-case names that nothing but a list tells from words."""
EQUIVALENT: Mapping[str, tuple[str, ...]] = {name: tuple(others) for name, others in _DATA["equivalent"].items()}
"""Names that a source may give otherwise."""

SYNONYMS_EN: Mapping[str, str] = _first_of_group("synonyms_en")
"""Words that stand for each other in these texts, by the first of each group."""
SYNONYMS_ZH: Mapping[str, str] = {
    word: first for word, first in _first_of_group("synonyms_zh").items() if word != first
}


@dataclass(frozen=True, slots=True)
class Opposites:
    """Two sides of one thing."""

    name: str
    yes_en: frozenset[str]
    no_en: frozenset[str]
    yes_zh: tuple[str, ...]
    no_zh: tuple[str, ...]
    advice: bool
    """Whoever says it advises or promises something, and a source must say it too."""


OPPOSITES = tuple(
    Opposites(
        name=pair["name"],
        yes_en=frozenset(pair["yes_en"].split()),
        no_en=frozenset(pair["no_en"].split()),
        yes_zh=tuple(pair["yes_zh"].split()),
        no_zh=tuple(pair["no_zh"].split()),
        advice=pair.get("advice", False),
    )
    for pair in _DATA["opposites"]
)
