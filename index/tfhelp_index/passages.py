"""An entry cut into passages, the pieces that are embedded."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tfhelp_corpus.entry import Entry, Language

CHUNKER_VERSION = 1
"""Goes up whenever the same entry would give other passages."""

MAX_CHARS = 1400
"""About 400 tokens: a passage is cut by the encoder at 512."""

PassageRole = Literal["question", "error", "meaning", "fix", "text"]

_FENCE = re.compile(r"^\s*(`{3,}(?=[^`]*$)|~{3,})")


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of an entry in one language."""

    entry: int
    """Ordinal of the entry."""
    language: Language
    role: PassageRole
    text: str


def passages_of(entry: Entry, ordinal: int) -> list[Passage]:
    """All passages of an entry: each example question, each error line, what it means and why, how to mend it.

    Questions are passages of their own because a question is nearest to a question; the rest carries the title, so
    that a paragraph is not torn out of its subject.
    """
    found = [Passage(ordinal, "en", "error", signature.example) for signature in entry.signatures]
    for language, text in entry.texts.items():
        found.append(Passage(ordinal, language, "question", text.title))
        found.extend(Passage(ordinal, language, "question", question) for question in text.questions)
        about = "\n\n".join(filter(None, (text.section("meaning"), text.section("why"))))
        roles: list[tuple[PassageRole, str]] = [("meaning", about), ("fix", text.section("fix"))]
        roles += [("text", section.text) for section in text.sections if section.role == "text"]
        for role, body in roles:
            found.extend(Passage(ordinal, language, role, f"{text.title}\n{piece}") for piece in chunks(body))
    return found


def chunks(text: str, limit: int = MAX_CHARS) -> list[str]:
    """Cut Markdown into pieces of at most ``limit`` characters, between blocks where that is possible."""
    pieces: list[str] = []
    current = ""
    for block in _blocks(text):
        if current and len(current) + len(block) + 2 > limit:
            pieces.append(current)
            current = ""
        while len(block) > limit:
            pieces.append(block[:limit])
            block = block[limit:]
        current = f"{current}\n\n{block}" if current else block
    return [*pieces, current] if current.strip() else pieces


def _blocks(text: str) -> Iterator[str]:
    """Paragraphs and whole fences."""
    block: list[str] = []
    fence = ""
    for line in text.splitlines():
        mark = _FENCE.match(line)
        if mark and not fence:
            fence = mark[1]
        elif mark and mark[1].startswith(fence) and line.strip() == mark[1]:
            fence = ""
        if not line.strip() and not fence:
            if block:
                yield "\n".join(block)
            block = []
        else:
            block.append(line)
    if block:
        yield "\n".join(block)
