"""Batches for fine-tuning, in which anchors are neighbours of each other."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import torch
    from material import Anchor, Material, Text

NEIGHBOURS = 3
"""Drawn along with each seed."""
POOL = 20
"""Neighbours are drawn from so many of the nearest."""
QUESTION_SHARE = 0.4
"""How often a question is paired with another one about its problem, and not with what is said about it."""
STRANGER_SHARE = 1 / 8
"""Unanswerable questions for each pair of a batch."""


class Sampler:
    """Draws batches of anchors with a partner each, and strangers."""

    def __init__(self, material: Material, vectors: torch.Tensor, pairs: int, seed: int) -> None:
        self.material, self.pairs = material, pairs
        self.random = random.Random(seed)
        self.refresh(vectors)

    def refresh(self, vectors: torch.Tensor) -> None:
        """Find the neighbours of every anchor anew; ``vectors`` has a row for each."""
        nearest = [(rows @ vectors.T).topk(min(60, len(vectors))).indices.tolist() for rows in vectors.split(1024)]
        self.nearest: list[list[int]] = [row for rows in nearest for row in rows]

    def batch(self) -> tuple[list[Anchor], list[Text], list[Text]]:
        """Anchors, a text for each, and questions that are near to none of them."""
        anchors: list[Anchor] = []
        while len(anchors) < self.pairs:
            seed = self.random.randrange(len(self.nearest))
            first = self.material.anchors[seed]
            others = [self.material.anchors[i] for i in self.nearest[seed]]
            others = [other for other in others if not other.subjects & first.subjects][:POOL]
            anchors += [first, *self.random.sample(others, min(NEIGHBOURS, len(others)))]
        anchors = anchors[: self.pairs]
        count = min(len(self.material.strangers), round(self.pairs * STRANGER_SHARE))
        return anchors, [self._partner(a) for a in anchors], self.random.sample(self.material.strangers, count)

    def _partner(self, anchor: Anchor) -> Text:
        asks = anchor.questions and (not anchor.passages or self.random.random() < QUESTION_SHARE)
        return self.random.choice(anchor.questions if asks else anchor.passages)
