"""Reading a prompt in pieces, so that a cancel need not wait for the end of it. Knows nothing of torch."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

    from .jobs import Job

State = TypeVar("State")

LEAST_TOKENS, MOST_TOKENS = 16, 64
"""Of a piece. Fewer would read a long prompt many times slower: one token costs nearly as much as ten."""

SLOW_SECONDS, FAST_SECONDS = 0.3, 0.17
"""A piece that takes longer is followed by one of half the size, one that takes less by one of twice the size, which
takes less than twice as long: 64 tokens are read in twice the time of 16."""


class Pace:
    """How many tokens to read at a time: as many as take a quarter of a second, within bounds."""

    def __init__(self, first: int = LEAST_TOKENS) -> None:
        self.size = first

    def took(self, seconds: float) -> None:
        """A piece of the present size took so long."""
        if seconds > SLOW_SECONDS:
            self.size = max(LEAST_TOKENS, self.size // 2)
        elif seconds < FAST_SECONDS:
            self.size = min(MOST_TOKENS, self.size * 2)


def read_in_pieces(
    total: int,
    read: Callable[[int, int, State | None], State],
    job: Job,
    told: Callable[[int], None] = lambda _: None,
    pace: Pace | None = None,
    clock: Callable[[], float] = time.perf_counter,
) -> State:
    """Read a prompt of ``total`` tokens, at least one.

    Args:
        total: how many there are.
        read: reads tokens ``start`` to ``end`` on top of the state before, and returns the state after; None is the
            state before the first.
        job: asked before each piece whether anybody still waits.
        told: how many tokens are read, after each piece.
        pace: how fast it went before.
        clock: seconds.

    Raises:
        JobCancelled: nobody waits any more.
    """
    pace = pace or Pace()
    state: State | None = None
    start = 0
    while state is None or start < total:
        job.check()
        end = min(total, start + pace.size)
        began = clock()
        state = read(start, end, state)
        if end - start == pace.size:
            pace.took(clock() - began)
        start = end
        told(start)
    return state
