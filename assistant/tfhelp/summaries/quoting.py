"""A sentence as it is shown: its names, code and numbers are spans of the entry, not what the model wrote."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .alignment import Alignment
    from .claims import Claims
    from .facts import Fact
    from .source import Source


def quoted(claim: Claims, alignment: Alignment, source: Source) -> str:
    """The sentence with every fact copied from the entry, letter case and all, and the number of the entry."""
    places = [passage.raw for passage in alignment.passages]
    places += [one.passage.raw for one in source.sentences]
    shown, at = [], 0
    for fact in claim.facts:
        shown += [claim.text[at : fact.start], _copy(claim.text[fact.start : fact.end], fact, places)]
        at = fact.end
    text = _cased("".join([*shown, claim.text[at:]]).strip(), alignment)
    text = text.rstrip(";；,，")
    mark = "" if re.search(r"[.!?…。！？][\"'”’）)*]*$", text) else "。" if claim.language == "zh" else "."
    return f"{text}{mark} [{source.number}]"


def _cased(text: str, alignment: Alignment) -> str:
    """The text with names in the letter case of the entry, where it knows no other."""
    raw = " ".join(passage.raw for passage in alignment.passages)
    words = set(re.findall(r"[A-Za-z_]\w+", raw, re.ASCII))
    lower = {word.lower() for word in words if word.islower()}
    names = {word.lower(): word for word in sorted(words) if not word.islower() and word.lower() not in lower}
    first = re.search(r"[A-Za-z_]\w+", text, re.ASCII)

    def cased(found: re.Match[str]) -> str:
        name = names.get(found[0].lower(), found[0])
        plain = name == name.capitalize() and found[0].islower() and f"`{name}`" not in raw
        return found[0] if plain or (first and found.start() == first.start() and name.islower()) else name

    return re.sub(r"(?<![\w./`-])[A-Za-z_]\w+(?![\w/])", cased, text, flags=re.ASCII)


def _copy(written: str, fact: Fact, places: list[str]) -> str:
    inner = written.strip("`") if fact.kind == "code" else written
    if fact.kind == "number" or not inner:
        return written  # a number has no other form; that it is there was checked
    words = [re.escape(word) for word in inner.removesuffix("()").split()]
    pattern = re.compile(r"(?<![A-Za-z0-9_])" + r"\s+".join(words) + r"(?![A-Za-z0-9_])", re.IGNORECASE)
    for place in places:
        if found := pattern.search(place):
            return f"`{found[0]}`" if fact.kind == "code" else found[0]
    return written
