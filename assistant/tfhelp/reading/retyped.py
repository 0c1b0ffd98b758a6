"""Error messages as people type them from memory or from a screen: no colon, no capitals, a blank in the name."""

from __future__ import annotations

import builtins
import re
from functools import cache

from .addressed import is_addressed

_HINTS = ("rror", "RROR", "xception", "arning", "OutOfMemory")
_GENERIC = frozenset({"exception", "warning", "baseexception"})
_QUOTES = ("'", '"', "`", "[", "<")

_TELLING = frozenset({
    "a", "about", "after", "again", "all", "also", "although", "always", "an", "and", "anyone", "appears",
    "are", "as", "at", "because", "before", "bug", "but", "by", "came", "class", "comes", "despite", "due",
    "during", "error", "errors", "even", "every", "everytime", "exception", "exceptions", "for", "from",
    "happens", "has", "help", "here", "how", "i", "if", "in", "inside", "is", "issue", "it", "keeps", "like",
    "message", "messages", "my", "occurred", "occurs", "of", "on", "only", "or", "problem", "problems",
    "raised", "shows", "since", "so", "solution", "solved", "still", "that", "the", "then", "this", "though",
    "thrown", "to", "today", "traceback", "typing", "unless", "until", "upon", "was", "we", "when", "whenever",
    "where", "which", "while", "why", "with", "within", "without",
})  # fmt: skip
"""Lower-case words that go on telling of an error; the printed messages begin with others."""


@cache
def _names() -> dict[str, str]:
    """Exceptions that Python has of its own, and few more, by their names in small letters."""
    own = [
        name for name, value in vars(builtins).items() if isinstance(value, type) and issubclass(value, BaseException)
    ]
    more = ["OutOfMemoryError", "HTTPError", "SafetensorError", "GatedRepoError", "RepositoryNotFoundError"]
    found = {name.lower(): name for name in own + more if name.endswith(("Error", "Exception", "Warning"))}
    return {small: name for small, name in found.items() if small not in _GENERIC}


@cache
def _with_colon() -> re.Pattern[str]:
    return re.compile(r"([A-Za-z]\w{2,40}(?: [A-Za-z]{2,8}){0,3})\s?[:：]\s{0,8}(?=\S)")


@cache
def _without_colon() -> re.Pattern[str]:
    return re.compile(
        r"(?:[A-Za-z_]\w{0,40}\.){0,8}([A-Za-z]\w{0,60}(?:[Ee]rror|Exception|Warning|OutOfMemory))\s{1,3}(?:-\s)?(?=\S)"
    )


@cache
def _inside() -> re.Pattern[str]:
    names = "|".join(sorted(_names(), reverse=True))
    return re.compile(rf"(?<![\w.])({names})\s?[:：]\s?(?=\S)")


def retyped(text: str) -> tuple[str, str] | None:
    """The class and the message of an error that a person typed at the beginning of a line, None for other lines.

    ``keyerror: 'qwen3'``, ``Key Error: 'qwen3'`` and ``KeyError 'qwen3'`` are such errors; ``KeyError when loading
    qwen3`` tells of one.
    """
    if not any(hint in text[:80] for hint in _HINTS):
        return None
    shown = text.strip()
    if (found := _with_colon().match(shown)) and (name := _names().get(found[1].replace(" ", "").lower())):
        return name, shown[found.end() :]
    found = _without_colon().match(shown)
    if found is None or not _is_message(shown[found.end() :]):
        return None
    known = _names().get(found[1].lower())
    if known is None and not found[1][0].isupper():
        return None
    return known or found[1], shown[found.end() :]


def inside(text: str) -> tuple[str, str, str] | None:
    """What stands before it, class and message of an error in small letters: ``i get keyerror: 'x'``."""
    if "error" not in text or not (found := _inside().search(text[:2000])):
        return None
    return text[: found.start()].strip(), _names()[found[1]], text[found.end() :].strip()


def _is_message(tail: str) -> bool:
    """Whether what follows the name of an error is its message rather than a sentence about the error."""
    if tail.startswith(_QUOTES):
        return True
    words = tail.split(None, 2)
    first = words[0].strip(".,;:!?")
    if len(words) < 2 or not first.isascii() or first == "I" or is_addressed(tail) or first == "Traceback":
        return False
    if first[:1].isupper():
        return first.lower() not in _TELLING or first in ("Error", "No", "The", "It", "All", "A", "An")
    if first in _TELLING or (first.endswith("ing") and first != "missing") or tail.rstrip().endswith("?"):
        return False
    return first[:1].isalnum()
