"""Search by meaning: FAISS over unit vectors."""

import faiss
import numpy as np
import pytest

from tfhelp_index.dense import DenseIndex
from tfhelp_index.errors import BundleError


@pytest.fixture
def vectors():
    rows = np.random.default_rng(7).normal(size=(20, 64)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


@pytest.fixture
def index(vectors):
    return DenseIndex.build(vectors)


def test_every_vector_is_nearest_to_itself_at_cosine_one(index, vectors):
    for ordinal, vector in enumerate(vectors):
        (found, cosine), *_ = index.search(vector, 3)
        assert found == ordinal
        assert cosine == pytest.approx(1.0, abs=2e-4)


def test_more_than_there_is_gives_everything_once(index, vectors):
    found = index.search(vectors[0], 1000)
    assert sorted(ordinal for ordinal, _ in found) == list(range(20))
    cosines = [cosine for _, cosine in found]
    assert cosines == sorted(cosines, reverse=True)
    assert all(-1.001 <= cosine <= 1.001 for cosine in cosines)


def test_nothing_asked_gives_nothing(index, vectors):
    assert index.search(vectors[0], 0) == []


def test_equal_vectors_are_ordered_by_ordinal(vectors):
    index = DenseIndex.build(np.repeat(vectors[:1], 9, axis=0))
    assert [ordinal for ordinal, _ in index.search(vectors[0], 9)] == list(range(9))


def test_bytes_bring_back_the_same_vectors(index, vectors):
    again = DenseIndex.from_bytes(index.to_bytes(), 64, 20)
    assert again.size == 20
    np.testing.assert_array_equal(again.vectors(), index.vectors())
    np.testing.assert_allclose(again.vectors(), vectors, atol=2e-4)
    assert again.search(vectors[3], 5) == index.search(vectors[3], 5)


def test_a_vector_takes_two_bytes_a_dimension(index):
    assert 64 * 20 * 2 <= len(index.to_bytes()) < 64 * 20 * 2 + 200


def test_vectors_of_another_width_are_refused(vectors):
    flat = faiss.IndexFlatIP(64)
    flat.add(vectors)
    with pytest.raises(BundleError, match="16-bit"):
        DenseIndex.from_bytes(faiss.serialize_index(flat).tobytes(), 64, 20)


@pytest.mark.parametrize("cut", [0, 1, 3, 4, 10, 40, -1, -64])
def test_cut_off_bytes_are_refused(index, cut):
    with pytest.raises(BundleError, match="cannot be read"):
        DenseIndex.from_bytes(index.to_bytes()[:cut], 64, 20)


@pytest.mark.parametrize("data", [b"not an index at all", b"\x00" * 500, b"\xff" * 500, b"IxF"])
def test_bytes_that_are_no_index_are_refused(data):
    with pytest.raises(BundleError, match="cannot be read"):
        DenseIndex.from_bytes(data, 64, 20)


@pytest.mark.parametrize("position", [0, 2, 4, 5, 8, 11, 12, 15])
def test_a_damaged_head_is_refused(index, position):
    data = bytearray(index.to_bytes())
    data[position] ^= 0xFF
    with pytest.raises(BundleError):
        DenseIndex.from_bytes(bytes(data), 64, 20)


@pytest.mark.parametrize(("dim", "size"), [(63, 20), (64, 19), (384, 20), (64, 21)])
def test_another_shape_than_stated_is_refused(index, dim, size):
    with pytest.raises(BundleError, match="20 vectors of 64 dimensions, not"):
        DenseIndex.from_bytes(index.to_bytes(), dim, size)
