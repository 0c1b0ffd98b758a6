"""Exceptions that belong together, and which of all of them a person has to look at first."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from tfhelp_index.query import ErrorMessage

from .messages import WRAPPERS, Kind

if TYPE_CHECKING:
    from tfhelp_index.query import Role

    from .stack import Frame

Link = Literal["", "cause", "during", "group"]

MAX_ERRORS = 24
MAX_RANKED = 50
"""Errors in which the whole of a shortened message is looked for."""

_RANKS: dict[Kind, int] = {
    "error": 0,
    "abort": 1,
    "assertion": 2,
    "bare": 2,
    "launcher": 3,
    "logged": 4,
    "warning": 5,
}
_VARIABLE = re.compile(r"\d+(?:\.\d+)?|0x[0-9a-f]+")


@dataclass(slots=True)
class Raised:
    """One exception as it was printed."""

    exception: str | None
    text: str
    kind: Kind
    frames: list[Frame] = field(default_factory=list)
    link: Link = ""
    """To the exception before it: Python's words between two tracebacks."""

    @property
    def is_clean_up(self) -> bool:
        """Whether it was raised while something was tidied up after another exception."""
        return self.link == "during" and any(frame.is_clean_up for frame in self.frames)

    @property
    def role(self) -> Role:
        """What it is among the errors of a paste."""
        if self.kind == "warning":
            return "warning"
        return "wrapper" if self.is_wrapper or self.kind == "launcher" or self.link in ("cause", "during") else "root"

    @property
    def is_wrapper(self) -> bool:
        """Whether it only says that something failed elsewhere."""
        if self.exception in ("DistBackendError", "DistNetworkError"):  # a rank that waited for the one that failed
            return any(words in self.text for words in ("remote process exited", "closed by peer", "reset by peer"))
        return self.exception in WRAPPERS or (self.text.startswith("Caught ") and " in " in self.text)


@dataclass(slots=True)
class Chain:
    """The exceptions of one traceback, in the order in which they were raised."""

    raised: list[Raised] = field(default_factory=list)
    ignored: bool = False
    """Python printed it and went on (``Exception ignored in …``): never why a program ended."""

    @property
    def rank(self) -> int:
        """Zero for what a person asks about; higher for what only accompanies it."""
        best = min(_RANKS[raised.kind] for raised in self.raised)
        return max(best, 1) if self.ignored else best

    def in_order(self) -> list[Raised]:
        """The root cause, then the outermost exception, then those between from the outside in.

        Python prints "direct cause" and "during handling" alike in the order of raising, and in both the first
        exception is the root: a failure in cleaning up comes second by its nature, and where a library turned its
        probe (a KeyError, an ImportError) into a message, the probe still names the thing that is missing. That
        message is the outermost exception and is written for the user; so it stands second, before what lies
        between. What failed in cleaning up, and what only reports a failure, stands last.
        """
        telling = [raised for raised in self.raised if not raised.is_wrapper and not raised.is_clean_up]
        telling = [*telling[:1], *reversed(telling[1:])]
        return telling + [raised for raised in self.raised if raised.is_wrapper or raised.is_clean_up]


def ordered(chains: list[Chain]) -> list[ErrorMessage]:
    """All errors, the one to look at first in front: by rank, of several tracebacks the last one first."""
    ranked: list[tuple[int, Raised]] = []
    for chain in by_weight(chains):
        for raised in chain.in_order():
            rank = chain.rank
            if rank == 0 and (raised.is_wrapper or raised.is_clean_up):
                rank = 3 if raised.is_wrapper else 1
            ranked.append((rank, raised))
    ranked.sort(key=lambda pair: pair[0])
    if ranked and "assert" in ranked[0][1].text:  # the kernel's own words are the cause of "device-side assert"
        ranked.sort(key=lambda pair: pair[1].kind != "assertion")
    if ranked and ranked[0][0] < 2:  # with an exception at hand, what was logged besides says nothing more
        ranked = [pair for pair in ranked if pair[1].exception or pair[1].kind not in ("logged", "warning")]
    return _distinct(ranked)


def by_weight(chains: list[Chain]) -> list[Chain]:
    """Chains in the order of their errors; what has no class is told from its beginning, as compilers tell it."""
    chains = [chain for chain in chains if chain.raised]
    lasting = [chain for chain in chains if chain.rank == 2]
    others = [chain for chain in chains if chain.rank != 2]
    return sorted([*reversed(others), *lasting], key=lambda chain: chain.rank)


def _distinct(ranked: list[tuple[int, Raised]]) -> list[ErrorMessage]:
    """Messages that differ in more than numbers: eight ranks print one failure eight times."""
    found: dict[tuple[str | None, str], ErrorMessage] = {}
    for _, raised in ranked:
        key = (raised.exception, _VARIABLE.sub("0", raised.text[:400]))
        if key not in found and not _is_shortened(raised, ranked) and (raised.exception or raised.text):
            found[key] = ErrorMessage(raised.exception, raised.text, raised.role)
        if len(found) >= MAX_ERRORS:
            break
    return list(found.values())


def _is_shortened(raised: Raised, ranked: list[tuple[int, Raised]]) -> bool:
    """Whether another error has the whole of this message, as in the summary at the end of pytest's report."""
    if not raised.text.endswith("..."):
        return False
    begun = raised.text[:-3].rstrip()
    others = (other for _, other in ranked[:MAX_RANKED] if other is not raised)
    return any(other.exception == raised.exception and other.text.startswith(begun) for other in others)
