"""The dense leg: FAISS inner product over unit vectors. The only module that imports faiss."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .errors import BundleError
from .libraries import import_library

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def _faiss() -> Any:
    """Import faiss late: it costs as much as the rest of an answer, and a broken one must not stop the other legs."""
    import_library("numpy", "ndarray")
    return import_library("faiss", "IndexFlatIP")


class DenseIndex:
    """Unit vectors by ordinal, as 16-bit floats; knows nothing of texts.

    They take half the space of 32-bit floats, move no cosine by more than 0.0001, and are searched faster than those:
    less memory is read, and nothing is converted while a question waits.
    """

    def __init__(self, index: Any) -> None:
        self._index = index

    @property
    def size(self) -> int:
        """Number of vectors."""
        return int(self._index.ntotal)

    @classmethod
    def build(cls, vectors: NDArray[np.float32]) -> DenseIndex:
        """A flat index over the rows of ``vectors``, shape (n, d), float32, unit length."""
        faiss = _faiss()
        index = faiss.IndexScalarQuantizer(
            vectors.shape[1], faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT
        )
        index.is_trained = True  # 16-bit floats have nothing to learn, and an empty index is built too
        index.add(vectors)
        return cls(index)

    @classmethod
    def from_bytes(cls, data: bytes, dim: int, size: int) -> DenseIndex:
        """Read what `to_bytes` wrote.

        Raises:
            LegUnavailable: faiss or numpy does not work here.
            BundleError: the bytes are no FAISS index of ``size`` vectors of ``dim`` dimensions.
        """
        faiss = _faiss()
        import numpy as np

        try:
            index = faiss.deserialize_index(np.frombuffer(data, dtype=np.uint8))
        except RuntimeError as error:
            raise BundleError("The vectors of the index cannot be read.", "Build the index again.") from error
        if index.d != dim or index.ntotal != size:
            raise BundleError(f"The index has {index.ntotal} vectors of {index.d} dimensions, not {size} of {dim}.")
        plain = isinstance(index, faiss.IndexScalarQuantizer) and index.sq.qtype == faiss.ScalarQuantizer.QT_fp16
        if not plain or index.codes.size() != 2 * size * dim:
            raise BundleError("The vectors of the index are no 16-bit floats.", "Build the index again.")
        if index.metric_type != faiss.METRIC_INNER_PRODUCT:
            raise BundleError("The vectors of the index are not compared by their cosine.", "Build the index again.")
        return cls(index)

    def to_bytes(self) -> bytes:
        """The index as FAISS writes it."""
        return bytes(_faiss().serialize_index(self._index))

    def vectors(self) -> NDArray[np.float32]:
        """All vectors, shape (n, d), float32."""
        found: NDArray[np.float32] = self._index.reconstruct_n(0, self.size)
        return found

    def search(self, vector: NDArray[np.float32], limit: int) -> list[tuple[int, float]]:
        """The nearest rows to one unit vector of shape (d,): ordinal and cosine, best first, ties by ordinal."""
        limit = min(limit, self.size)  # beyond its size FAISS answers with ordinal -1
        if limit == 0:
            return []
        scores, ordinals = self._index.search(vector.reshape(1, -1), limit)
        found = zip(ordinals[0].tolist(), scores[0].tolist(), strict=True)
        return sorted(((o, s) for o, s in found if o >= 0), key=lambda pair: (-pair[1], pair[0]))
