"""Whether a sentence gives, under one condition, the advice that the source gives under another.

A cause may be told of what the entry is about (its title and its meaning), a condition needs a passage of its own.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .claims import claims

if TYPE_CHECKING:
    from .claims import Claims
    from .source import Source

SURE = 0.75
"""Share of a part's words that some passage must have for it to be known where the part comes from."""
SLACK = 0.3
"""By how much of its words a passage may bear out a part less than the passage that does so best."""
MIN_UNITS = {"en": 1, "zh": 1}

_CONDITION = {
    "en": re.compile(
        r"^(?:[Ii]f|[Ww]hen(?:ever)?|[Ii]n case|[Ff]or|[Oo]n|[Ww]ith|[Uu]nder|[Ii]n|[Uu]nless|[Ww]here)\b"
    ),
    "zh": re.compile("^(?:如果|若|当|要是|假如|只要|一旦|在|对于|用|遇到)"),
}
_PARTS = {"en": re.compile(r"[,:]\s+"), "zh": re.compile("[，：]")}
_COLON = {"en": re.compile(r":\s"), "zh": re.compile("：")}
_LATE = {"en": re.compile(r"\s(?:if|when|unless)\s"), "zh": re.compile("(?!x)x")}
_CAUSE = {
    "en": re.compile(r"\s(?:because|since)\s|,\s(?:so|which|as|therefore)\s"),
    "zh": re.compile("，?(?:因为|由于|原因是|所以|因此|因而|于是|导致)"),
}


def crosses(claim: Claims, source: Source) -> bool:
    """Whether condition and consequence come from different passages, and no passage has both."""
    language = claim.language
    bare = re.sub(r"`[^`]*`|\([^)]*\)|（[^）]*）", lambda found: "x" * len(found[0]), claim.text)
    if _CONDITION[language].match(bare):
        cuts = list(_PARTS[language].finditer(bare))
    else:
        cuts = [cut for cut in (_LATE[language].search(bare), _COLON[language].search(bare)) if cut]
    if any(_apart(claim.text[: cut.start()], claim.text[cut.end() :], source) for cut in cuts):
        return True
    cause = _CAUSE[language].search(bare)
    common = frozenset().union(
        *(one.claims.terms for one in source.sentences if one.passage.role in ("title", "meaning"))
    )
    return bool(cause and _apart(claim.text[: cause.start()], claim.text[cause.end() :], source, common))


def _apart(condition: str, advice: str, source: Source, common: frozenset[str] = frozenset()) -> bool:
    """Whether no passage bears out both; ``common`` goes with each of them."""
    halves = [claims(part, source.language) for part in (condition, advice)]
    if any(len(half.units) < MIN_UNITS[source.language] for half in halves):
        return False
    passages = dict.fromkeys(sentence.passage for sentence in source.sentences)
    shares = [tuple(_share(half, passage.claims.terms | common) for half in halves) for passage in passages]
    best = [max(share[side] for share in shares) for side in (0, 1)]
    if min(best) < SURE:
        return False
    slack = [max(SLACK, 1 / len(half.units)) if common else SLACK for half in halves]
    return not any(all(share[side] >= best[side] - slack[side] for side in (0, 1)) for share in shares)


def _share(half: Claims, terms: frozenset[str]) -> float:
    return sum(any(term in terms for term in unit) for unit in half.units) / len(half.units)
