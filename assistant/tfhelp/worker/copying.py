"""Keeping to given sentences: which token would copy one of them further, and which tokens would then follow.

A shallow copy mechanism (pointer-generator networks, See et al. 2017, without the network): where the end of the
text runs along a sentence, the token that carries on is made more likely. So a model renders what it was given and
chooses what to tell, rather than making something up. What will probably come is known, too, so that a model can
compute several tokens at a time (prompt lookup decoding, Saxena 2023). Knows nothing of torch.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

BEGINNING = 4.0
"""Added to the logit of tokens that begin a sentence, where one may begin; from the second sentence on to those that
end the text, once for each sentence more."""
CARRYING_ON = 6.0
"""Added to the logit of a token that carries a sentence on, in full after `SURE` tokens of it."""
SURE = 3
MOST_GUESSED = 8
"""Tokens that are guessed at a time: on a CPU they take little longer than one."""
_LEAST_COPIED = 4
"""Tokens of a sentence's end that must have been copied for it to count as told."""


class Copying:
    """Follows a text as it grows along the sentences that it may copy.

    Args:
        sentences: token ids of each; several ways of writing one share their place in ``owners``.
        owners: which sentence each of them is.
        ends: tokens that end the text.
        closes: whether a sentence ends with a token, by itself.
    """

    def __init__(
        self,
        sentences: Sequence[Sequence[int]],
        owners: Sequence[int],
        ends: frozenset[int],
        closes: Callable[[int], bool],
    ) -> None:
        self._sentences, self._owners, self._ends, self._closes = sentences, owners, ends, closes
        self._places: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for number, tokens in enumerate(sentences):
            for place, token in enumerate(tokens):
                self._places[token].append((number, place))
        self._copied: dict[tuple[int, int], int] = {}
        """Tokens in a row that agree with a sentence, by sentence and place of the next one."""
        self._told: set[int] = set()
        self._beginning = True
        self._count = 0

    def push(self, token: int) -> None:
        """A token was written."""
        copied = {
            (number, place + 1): length + 1
            for (number, place), length in self._copied.items()
            if place < len(self._sentences[number]) and self._sentences[number][place] == token
        }
        for number, place in self._places.get(token, ()):
            copied.setdefault((number, place + 1), SURE - 1 if self._beginning and place == 0 else 1)
        ended = [
            number
            for (number, place), length in copied.items()
            if place == len(self._sentences[number]) and length >= _LEAST_COPIED
        ]
        self._told.update(self._owners[number] for number in ended)
        self._copied = copied
        self._beginning = bool(ended) or (self._closes(token) and not self._likeliest())
        if self._beginning:
            self._count += 1
            self._copied = {}

    def bonus(self) -> Mapping[int, float]:
        """What to add to the logits of which tokens."""
        found: dict[int, float] = defaultdict(float)
        if self._beginning:
            for number, tokens in enumerate(self._sentences):
                if self._owners[number] not in self._told:
                    found[tokens[0]] = BEGINNING
            for token in self._ends if self._count > 1 else ():
                found[token] = BEGINNING * (self._count - 1)
        longest = max(self._copied.values(), default=0)
        for (number, place), length in self._copied.items():
            if self._goes_on(number, place):
                token = self._sentences[number][place]
                certain = min(length, SURE) / SURE * length / longest  # two sentences that share words stay apart
                found[token] = max(found[token], CARRYING_ON * certain)
        return found

    def guess(self) -> list[int]:
        """The tokens that probably come after the one written last; none if nothing is being copied."""
        place = self._likeliest()
        return list(self._sentences[place[0]][place[1] :][:MOST_GUESSED]) if place else []

    def _likeliest(self) -> tuple[int, int] | None:
        """The place in the sentence that has been copied longest, surely, and goes on."""
        going = [at for at, length in self._copied.items() if length >= SURE and self._goes_on(*at)]
        return max(going, key=lambda at: self._copied[at], default=None)

    def _goes_on(self, number: int, place: int) -> bool:
        return place < len(self._sentences[number]) and self._owners[number] not in self._told
