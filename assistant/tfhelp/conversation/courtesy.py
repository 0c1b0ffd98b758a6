"""Words that ask nothing: thanks and greetings."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from . import phrases
from .statement import folded

if TYPE_CHECKING:
    from typing import Literal

MAX_CHARS = 80
"""Whoever writes more than this has something to say."""


def courtesy(text: str) -> Literal["thanks", "greeting"] | None:
    """Whether a text only thanks or only greets; None where it says anything else, or asks."""
    if len(text) > MAX_CHARS or "?" in text or "？" in text:
        return None
    said = folded(text)
    rest = said
    for pattern in (phrases.THANKS, phrases.GREETS, phrases.AGREES):
        rest = _compiled(pattern).sub(" ", rest)
    if any(map(str.isalnum, rest)):
        return None
    if _compiled(phrases.THANKS).search(said):
        return "thanks"
    return "greeting" if _compiled(phrases.GREETS).search(said) else None


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)
