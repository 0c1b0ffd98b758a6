"""Which token comes next: the most likely one, with a mild word against repeating oneself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

PENALTY = 1.1
"""Of tokens that were written already; not of those in the prompt, whose names have to be copied."""

LONGEST_ROUND = 40
_ROUNDS = 3
_LEAST = 18


def choose_token(logits: Any, written: Sequence[int], bonus: Mapping[int, float] | None = None) -> int:
    """The next token.

    Args:
        logits: float32 tensor, shape (vocabulary,); changed.
        written: tokens of the answer so far.
        bonus: added to the logits of these tokens.
    """
    if written:
        seen = sorted(set(written))
        values = logits[seen]
        logits[seen] = values.where(values < 0, values / PENALTY).where(values >= 0, values * PENALTY)
    for token, value in (bonus or {}).items():
        logits[token] += value
    return int(logits.argmax())


def goes_round(written: Sequence[int]) -> bool:
    """Whether the end of a text repeats itself, three times over or for eighteen tokens, whichever is longer."""
    for length in range(1, LONGEST_ROUND + 1):
        needed = max(_ROUNDS * length, _LEAST)
        if len(written) >= needed and all(
            written[-back] == written[-back - length] for back in range(1, needed - length + 1)
        ):
            return True
    return False
