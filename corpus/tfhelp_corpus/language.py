"""Which of the two languages a text is written in, by its Han characters; and how sentences follow each other."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .entry import Language

HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
"""Han characters, as the inside of a character class."""

_LETTERS = re.compile(r"[A-Za-z]{2,}")

HAN_SHARE = 0.15
"""Technical Chinese is full of English names: one Han character to six Latin words is still Chinese."""


@cache
def _han() -> re.Pattern[str]:
    """Compiled when first needed: such wide classes take a millisecond each, and most text has none of it."""
    return re.compile(f"[{HAN}]")


def language_of(text: str) -> Language | None:
    """``zh`` or ``en`` by the words of a text, None when it has no words."""
    han = 0 if text.isascii() else len(_han().findall(text))
    latin = len(_LETTERS.findall(text))
    if not han and not latin:
        return None
    return "zh" if han >= HAN_SHARE * (han + latin) and han else "en"


def join_sentences(*sentences: str) -> str:
    """Sentences one after the other, those that are empty left out; no blank follows a Chinese full stop."""
    joined = ""
    for sentence in filter(None, sentences):
        joined += sentence if not joined or joined.endswith(("。", "！", "？")) else f" {sentence}"
    return joined
