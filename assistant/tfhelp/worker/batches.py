"""Batches of texts of like length, smaller ones when memory is full; knows nothing of torch."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Row = TypeVar("Row")

CPU_TOKENS = 1024
"""Of a batch on a CPU: more is no faster there, and a cancel waits for the batch to end."""

GPU_TOKENS = 65_536
"""Of a batch on a GPU: from about there on all its units have work."""

MOST_TEXTS = 1024

MEMORY_SHARE = 0.5
"""Of the free memory: what the estimate leaves out fits into the rest."""


class MemoryFull(Exception):
    """One text alone does not fit into the device's memory."""

    def __init__(self, tokens: int) -> None:
        super().__init__(f"a text of {tokens} tokens does not fit")
        self.tokens = tokens


@dataclass(slots=True)
class Allowance:
    """How much goes into a batch; shrinks when that was too much, and never grows again."""

    tokens: int
    """Padding counts: the longest text times the number of texts."""
    texts: int

    def count(self, length: int) -> int:
        """Texts in a batch whose longest has ``length`` tokens."""
        return max(1, min(self.texts, self.tokens // max(1, length)))

    def halve(self, count: int, length: int) -> None:
        """``count`` texts of up to ``length`` tokens were too much."""
        half = max(1, count // 2)
        if count >= self.texts:
            self.texts = half
        else:
            self.tokens = min(self.tokens, half * max(1, length))


def allowance(device: str, free: int | None, bytes_per_token: int, asked: int | None = None) -> Allowance:
    """How much to begin with.

    Args:
        device: ``cpu``, ``mps`` or ``cuda:0``.
        free: bytes of memory on it, None if unknown.
        bytes_per_token: what one token takes on its way through the model, about.
        asked: texts at a time that the user wants; then nothing is estimated.
    """
    if asked:
        return Allowance(tokens=2**62, texts=asked)
    tokens = CPU_TOKENS if device == "cpu" else GPU_TOKENS
    if free is not None:
        tokens = min(tokens, int(free * MEMORY_SHARE) // max(1, bytes_per_token))
    return Allowance(max(1, tokens), MOST_TEXTS)


def run(
    lengths: Sequence[int],
    compute: Callable[[list[int]], Sequence[Row]],
    allowed: Allowance,
    *,
    is_full: Callable[[BaseException], bool],
    halved: Callable[[int], None] = lambda _: None,
    before: Callable[[], None] = lambda: None,
    done: Callable[[int], None] = lambda _: None,
) -> list[Row]:
    """Compute every text once, longest first, and return the rows in the order of the texts.

    Args:
        lengths: of each text, in tokens.
        compute: a row for each of the given ordinals, in their order.
        allowed: how much goes into a batch; smaller afterwards if memory was full.
        is_full: whether an exception says that memory is full.
        halved: told how many texts the next batch has, when memory was full.
        before: called before every batch; raises what ends the work.
        done: told after every batch how many texts are finished.

    Raises:
        MemoryFull: not even one text fits.
    """
    order = sorted(range(len(lengths)), key=lambda ordinal: (-lengths[ordinal], ordinal))
    rows: dict[int, Row] = {}
    while len(rows) < len(order):
        before()
        first = len(rows)
        longest = lengths[order[first]]
        batch = order[first : first + allowed.count(longest)]
        found = _try(compute, batch, is_full)
        if found is None:
            if len(batch) == 1:
                raise MemoryFull(longest)
            allowed.halve(len(batch), longest)
            halved(allowed.count(longest))
            continue
        rows.update(zip(batch, found, strict=True))
        done(len(rows))
    return [rows[ordinal] for ordinal in range(len(lengths))]


def _try(
    compute: Callable[[list[int]], Sequence[Row]], batch: list[int], is_full: Callable[[BaseException], bool]
) -> Sequence[Row] | None:
    """Rows of a batch, None if memory was full.

    The exception ends here: as long as it lives, its traceback holds the tensors that filled the memory.
    """
    try:
        return compute(batch)
    except (RuntimeError, MemoryError) as error:
        if not is_full(error):
            raise
    return None


def is_memory_full(error: BaseException) -> bool:
    """Whether torch, or Python, says that memory is full: an own class for CUDA, words for the rest."""
    words = str(error).lower()
    named = type(error).__name__ in ("OutOfMemoryError", "MemoryError")
    return named or "out of memory" in words or "can't allocate memory" in words or "alloc_failed" in words
