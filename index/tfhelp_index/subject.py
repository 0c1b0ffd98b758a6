"""Whether a question is about what the packaged knowledge is about, by its vector alone.

A linear classifier (logistic regression) on the query vector: the nearest passage tells how near something is, this
tells on which side of it all the question lies. ``benchmarks/fit_confidence.py`` fits it on example questions of the
entries against questions about other things. It knows nothing of a user's own index.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FILE = Path(__file__).with_name("data") / "subject.f32"
"""Intercept and weights, little-endian 32-bit floats."""

SCALE = 5.0
"""Logits at which the score reaches 1."""

LIMIT = 1.5

NEUTRAL = 0.5
"""What a question to a user's own index gets: about the mean of questions that have an entry."""


class SubjectModel:
    """Scores query vectors of shape (d,): positive where a question is about the subject."""

    def __init__(self, weights: NDArray[np.float32]) -> None:
        self._weights = weights

    @classmethod
    def open(cls, path: Path = FILE) -> SubjectModel:
        """Read the packaged weights."""
        import numpy as np

        return cls(np.fromfile(path, dtype="<f4"))

    def score(self, vector: NDArray[np.float32]) -> float:
        """The logit of a unit vector, shape (d,), scaled and bounded to ±`LIMIT`."""
        logit = float(self._weights[0] + vector @ self._weights[1:])
        return max(-LIMIT, min(LIMIT, logit / SCALE))
