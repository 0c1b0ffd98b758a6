"""The signature leg: error templates looked for in what was pasted."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tfhelp_corpus.signature import find, normalize

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_WORD = re.compile(r"\w{4,}")

MAX_LINE_CHARS = 4000
"""A message is not longer than this; the rest of such a line is data."""


@dataclass(frozen=True, slots=True)
class CompiledSignature:
    """A signature as the bundle keeps it."""

    entry: int
    """Ordinal of its entry."""
    pattern: str
    literals: tuple[str, ...]
    """Normalized literal parts, in order."""
    anchor: str
    """The part that is rarest in the corpus: when it is absent, nothing else is looked at."""
    word: str
    """A whole word of the parts, the rarest; a text without it needs not be searched. Empty if no word is whole."""
    weight: float
    """How specific it is: its literal characters, each part counting less the more entries share it."""


@dataclass(frozen=True, slots=True)
class SignatureMatch:
    """A signature that occurs in the question."""

    entry: int
    pattern: str
    line: int
    """Index of the line it was found in; the most telling line comes first."""
    score: float
    """Specificity times how telling the line is."""
    coverage: float
    """Share of the line that the literal parts cover, 0 to 1."""


def words_of(lines: Sequence[str]) -> frozenset[str]:
    """The words of a text by which signatures are told that cannot occur in it."""
    found: set[str] = set()
    for line in lines:
        found.update(_WORD.findall(line.lower()))
    return frozenset(found)


def whole_words(literals: Sequence[str]) -> Iterator[str]:
    """Words of four characters or more that stand whole in any text that holds the literal parts.

    A word at either end of a part may be the rest of a longer one.
    """
    for literal in literals:
        for match in _WORD.finditer(literal):
            if match.start() > 0 and match.end() < len(literal):
                yield match[0]


def search(signatures: Iterable[CompiledSignature], lines: Sequence[str]) -> list[SignatureMatch]:
    """The best match of every entry, best first.

    Args:
        signatures: of the bundle; those are enough whose word is among `words_of` the lines.
        lines: lines of the question, the most telling (root error) first.
    """
    normalized = [normalize(line[:MAX_LINE_CHARS]) for line in lines]
    whole = "\n".join(normalized)
    best: dict[int, SignatureMatch] = {}
    for signature in signatures:
        if signature.anchor not in whole:
            continue
        for number, line in enumerate(normalized):
            if signature.anchor in line and find(signature.literals, line):
                match = _match(signature, number, line)
                known = best.get(signature.entry)
                if known is None or match.score > known.score:
                    best[signature.entry] = match
                break
    return sorted(best.values(), key=lambda match: (-match.score, match.entry))


def _match(signature: CompiledSignature, number: int, line: str) -> SignatureMatch:
    literal = sum(map(len, signature.literals))
    telling = 1.0 if number == 0 else 0.9 if number < 3 else 0.7
    return SignatureMatch(
        entry=signature.entry,
        pattern=signature.pattern,
        line=number,
        score=signature.weight * telling,
        coverage=min(1.0, literal / max(1, len(line))),
    )
