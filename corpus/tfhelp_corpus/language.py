"""Which of the two languages a text is written in, by its Han characters."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .entry import Language

_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_LETTERS = re.compile(r"[A-Za-z]{2,}")

HAN_SHARE = 0.15
"""Technical Chinese is full of English names: one Han character to six Latin words is still Chinese."""


def language_of(text: str) -> Language | None:
    """``zh`` or ``en`` by the words of a text, None when it has no words."""
    han = len(_HAN.findall(text))
    latin = len(_LETTERS.findall(text))
    if not han and not latin:
        return None
    return "zh" if han >= HAN_SHARE * (han + latin) and han else "en"
