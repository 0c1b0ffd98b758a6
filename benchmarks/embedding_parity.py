"""How near the vectors of torch are to those of the packaged ONNX encoder, and whether the same entries are found.

faiss stays out of this process, because torch is in it: the packaged vectors are read from the file's end, where
faiss puts the codes of a flat index of 16-bit floats, and compared by numpy.
"""

from __future__ import annotations

import json
import random
import statistics
from typing import TYPE_CHECKING, Any

import numpy as np
from common import BUNDLE, QUESTIONS, load_problems, percentile

from tfhelp.reading.question import read_question
from tfhelp_index.bundle import PACKAGED_ENCODER, Bundle, packaged_stamp
from tfhelp_index.encoder import OnnxEncoder
from tfhelp_index.search import Searcher

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from tfhelp_index.encoder import Kind
    from tfhelp_index.query import Query

    Floats = NDArray[np.float32]

TOP = 10


class NumpyIndex:
    """What `tfhelp_index.dense.DenseIndex` does, without faiss."""

    def __init__(self, vectors: Floats) -> None:
        self._vectors = vectors.astype(np.float16).astype(np.float32)

    def search(self, vector: Floats, limit: int) -> list[tuple[int, float]]:
        """Ordinal and cosine of the nearest rows to one unit vector of shape (d,), best first."""
        scores = self._vectors @ vector
        order = np.argsort(-scores, kind="stable")[:limit]
        return [(int(ordinal), float(scores[ordinal])) for ordinal in order]


class OneVector:
    """An encoder that has the vector ready."""

    def __init__(self, vector: Floats) -> None:
        self.id, self.dim = "ready", len(vector)
        self._vector = vector

    def encode(self, texts: Sequence[str], kind: Kind) -> Floats:
        """The vector, whatever the text."""
        del texts, kind
        return self._vector[None]


class Parity:
    """The packaged side of the comparison, made once.

    Args:
        compared: ordinals of the passages that are embedded by torch; all others keep their packaged vectors.
        count: golden questions.
    """

    def __init__(self, compared: list[int], count: int) -> None:
        self._bundle = Bundle.open(BUNDLE, packaged_stamp())
        self._compared = compared
        self._packaged = packaged_vectors(self._bundle)
        self._queries, self._answerable = golden(count)
        self.questions = [query.dense_text for query in self._queries]
        encoder = OnnxEncoder.open(PACKAGED_ENCODER, lasting=True)
        self._asked: Floats = np.vstack([encoder.encode([text], "query") for text in self.questions])
        self._expected = self._rank_all(self._packaged, self._asked)

    def compare(self, passages: Floats, questions: Floats) -> dict[str, Any]:
        """Cosines of all texts; first entry and first ten of questions by onnxruntime to an index by torch.

        Args:
            passages: vectors of the compared passages, shape (n, dim).
            questions: vectors of the questions, shape (m, dim).
        """
        cosines = [
            *(self._packaged[self._compared] * passages).sum(axis=1).tolist(),
            *(self._asked * questions).sum(axis=1).tolist(),
        ]
        mixed = self._packaged.copy()
        mixed[self._compared] = passages
        found = self._rank_all(mixed, self._asked)
        same = [ours[:1] == theirs[:1] for (ours, _), (theirs, _) in zip(found, self._expected, strict=True)]
        sure = [confident for _, confident in self._expected]
        shared = [len({*a} & {*b}) / max(1, len(b)) for (a, _), (b, _) in zip(found, self._expected, strict=True)]
        return {
            "texts": len(cosines),
            "mean": round(statistics.mean(cosines), 5),
            "first_percentile": round(percentile(cosines, 0.01), 5),
            "least": round(min(cosines), 5),
            "same_first": _share(same),
            "same_first_answerable": _share([s for s, counts in zip(same, self._answerable, strict=True) if counts]),
            "same_first_confident": _share([s for s, counts in zip(same, sure, strict=True) if counts]),
            "overlap_of_ten": round(statistics.mean(shared), 4),
        }

    def _rank_all(self, passages: Floats, questions: Floats) -> list[tuple[list[int], bool]]:
        """The first entries of each question, all legs asked, and whether the answer is sure."""
        self._bundle.__dict__["dense"] = NumpyIndex(passages)  # in the place of the cached one that needs faiss
        found = []
        for query, vector in zip(self._queries, questions, strict=True):
            searcher = Searcher(self._bundle, lambda vector=vector: OneVector(vector))  # type: ignore[misc]
            ranking = searcher.rank(query, searcher.consult(query, thorough=True))
            found.append(([result.entry for result in ranking.results[:TOP]], ranking.confident))
        return found


def packaged_vectors(bundle: Bundle) -> Floats:
    """The vectors that onnxruntime made, shape (n, dim), float32."""
    dim, size = bundle.manifest.encoder.dim, bundle.manifest.counts["passages"]
    data = (bundle.folder / "vectors.faiss").read_bytes()[-2 * dim * size :]
    vectors: Floats = np.frombuffer(data, "<f2").reshape(size, dim).astype(np.float32)
    assert np.abs(np.linalg.norm(vectors, axis=1) - 1).max() < 0.01, "the file does not end with its vectors"
    return vectors


def golden(count: int) -> tuple[list[Query], list[bool]]:
    """Some golden questions, understood, and which of them have an answer."""
    rows = [json.loads(line) for line in QUESTIONS.read_text(encoding="utf-8").splitlines()]
    rows = [row for row in rows if any(character.isalnum() for character in row["query"])]
    rows = random.Random(1).sample(rows, min(count, len(rows)))
    covered = frozenset().union(*load_problems().values())
    answerable = [row["kind"] == "answerable" and bool(covered.intersection(row["problems"])) for row in rows]
    return [read_question(row["query"]) for row in rows], answerable


def _share(values: list[bool]) -> float | None:
    return round(sum(values) / len(values), 4) if values else None
