"""What a GGUF file says about itself, read within bounds: a header is whatever a stranger wrote there.

The file begins with ``GGUF``, a version, two counts, then typed key-value pairs, then a line for each tensor; the
numbers follow at an aligned place. The pairs hold the whole vocabulary, which is stepped over.
"""

from __future__ import annotations

import math
import struct
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, BinaryIO

from .unusable import Unusable

if TYPE_CHECKING:
    from pathlib import Path

MAGIC = b"GGUF"
VERSIONS = (2, 3)
MAX_PAIRS = 10_000
MAX_TENSORS = 200_000
MAX_ARRAY = 20_000_000
MAX_KEY_BYTES = 65_535
MAX_KEPT_TEXT = 1_000_000
"""Longer texts and all arrays are stepped over, only their length is kept."""

_FORMATS = {0: "B", 1: "b", 2: "<H", 3: "<h", 4: "<I", 5: "<i", 6: "<f", 7: "?", 10: "<Q", 11: "<q", 12: "<d"}
_TEXT, _ARRAY = 8, 9

_TYPES = {
    0: ("F32", 1, 4), 1: ("F16", 1, 2), 2: ("Q4_0", 32, 18), 3: ("Q4_1", 32, 20), 6: ("Q5_0", 32, 22),
    7: ("Q5_1", 32, 24), 8: ("Q8_0", 32, 34), 9: ("Q8_1", 32, 40), 10: ("Q2_K", 256, 84), 11: ("Q3_K", 256, 110),
    12: ("Q4_K", 256, 144), 13: ("Q5_K", 256, 176), 14: ("Q6_K", 256, 210), 15: ("Q8_K", 256, 292),
    16: ("IQ2_XXS", 256, 66), 17: ("IQ2_XS", 256, 74), 18: ("IQ3_XXS", 256, 98), 19: ("IQ1_S", 256, 50),
    20: ("IQ4_NL", 32, 18), 21: ("IQ3_S", 256, 110), 22: ("IQ2_S", 256, 82), 23: ("IQ4_XS", 256, 136),
    24: ("I8", 1, 1), 25: ("I16", 1, 2), 26: ("I32", 1, 4), 27: ("I64", 1, 8), 28: ("F64", 1, 8),
    29: ("IQ1_M", 256, 56), 30: ("BF16", 1, 2), 34: ("TQ1_0", 256, 54), 35: ("TQ2_0", 256, 66),
    39: ("MXFP4", 32, 17),
}  # fmt: skip
"""Number of a tensor type: its name, how many numbers a block holds, and the bytes of a block."""

_FILE_TYPES = {
    0: "F32", 1: "F16", 2: "Q4_0", 3: "Q4_1", 7: "Q8_0", 8: "Q5_0", 9: "Q5_1", 10: "Q2_K", 11: "Q3_K_S",
    12: "Q3_K_M", 13: "Q3_K_L", 14: "Q4_K_S", 15: "Q4_K_M", 16: "Q5_K_S", 17: "Q5_K_M", 18: "Q6_K", 32: "BF16",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class GgufFacts:
    """What stands in the header."""

    pairs: dict[str, Any]
    """Plain values by key; of arrays and of very long texts only the length."""
    elements: dict[str, int] = field(default_factory=dict)
    """Numbers by tensor type."""
    bytes: int = 0
    """Of the file."""

    @property
    def architecture(self) -> str:
        """Such as ``llama``."""
        return str(self.pairs.get("general.architecture", ""))

    @property
    def parameters(self) -> int:
        """All numbers."""
        return sum(self.elements.values())

    @property
    def dtype(self) -> str:
        """Such as ``Q4_K_M``; the type of most numbers where the file does not say."""
        named = _FILE_TYPES.get(self.pairs.get("general.file_type", -1))
        return named or (max(sorted(self.elements), key=lambda name: self.elements[name]) if self.elements else "?")

    def number(self, key: str) -> int | None:
        """A whole number of the architecture's own pairs, such as ``context_length``."""
        value = self.pairs.get(f"{self.architecture}.{key}")
        return value if isinstance(value, int) and not isinstance(value, bool) else None


def is_gguf(path: Path) -> bool:
    """Whether a file begins as GGUF does, whatever its name is."""
    try:
        with path.open("rb") as file:
            return file.read(4) == MAGIC
    except OSError:
        return False


def read_gguf(path: Path) -> GgufFacts:
    """The facts of a file.

    Raises:
        Unusable: it is no GGUF (``gguf_magic``), of an unknown version (``gguf_version``), damaged
            (``gguf_header``), cut off (``gguf_short``), or cannot be read (``weights_unreadable``).
    """
    try:
        with path.open("rb", buffering=1 << 20) as file:
            return _Reader(file, path).facts()
    except OSError as error:
        raise Unusable("weights_unreadable", file=path, why=error.strerror or error) from None
    except (ValueError, KeyError, struct.error):  # UnicodeDecodeError is a ValueError
        raise Unusable("gguf_header", file=path) from None


class _Reader:
    """Takes a header apart, never beyond the end of the file."""

    def __init__(self, file: BinaryIO, path: Path) -> None:
        self._file = file
        self._path = path
        self._size = file.seek(0, 2)
        file.seek(0)

    def facts(self) -> GgufFacts:
        if self._file.read(4) != MAGIC:
            raise Unusable("gguf_magic", file=self._path)
        version = self._number(4)
        if version not in VERSIONS:
            raise Unusable("gguf_version", file=self._path, version=version)
        tensors, pairs = self._number(8), self._number(8)
        if tensors > MAX_TENSORS or pairs > MAX_PAIRS:
            raise ValueError("counts beyond all reason")
        values = {}
        for _ in range(pairs):
            key = self._text(MAX_KEY_BYTES)
            values[key] = self._value(self._number(4))
        elements, end = self._tensors(tensors)
        alignment = int(values.get("general.alignment", 32))
        if alignment <= 0 or alignment > 1 << 20:
            raise ValueError("no alignment")
        start = -(-self._file.tell() // alignment) * alignment
        if start + end > self._size and tensors:
            raise Unusable("gguf_short", file=self._path, have=self._size, want=start + end)
        return GgufFacts(values, elements, self._size)

    def _take(self, count: int) -> bytes:
        data = self._file.read(count)
        if len(data) != count:
            raise Unusable("gguf_short", file=self._path, have=self._size, want=self._file.tell() + count)
        return data

    def _skip(self, count: int) -> None:
        if self._file.tell() + count > self._size:
            raise Unusable("gguf_short", file=self._path, have=self._size, want=self._file.tell() + count)
        self._file.seek(count, 1)

    def _number(self, count: int) -> int:
        return int.from_bytes(self._take(count), "little")

    def _text(self, limit: int) -> str:
        length = self._number(8)
        if length > limit:
            raise ValueError("a text beyond all reason")
        return self._take(length).decode()

    def _value(self, kind: int) -> Any:
        if kind == _ARRAY:
            return self._array(self._number(4), self._number(8))
        if kind == _TEXT:
            length = self._number(8)
            if length <= MAX_KEPT_TEXT:
                return self._take(length).decode("utf-8", errors="replace")
            self._skip(length)
            return length
        form = _FORMATS[kind]
        return struct.unpack(form, self._take(struct.calcsize(form)))[0]

    def _array(self, kind: int, count: int) -> int:
        """Step over an array; its length stands for it."""
        if count > MAX_ARRAY:
            raise ValueError("an array beyond all reason")
        if kind == _TEXT:
            take, skip = self._number, self._skip
            for _ in range(count):
                skip(take(8))
        else:
            self._skip(count * struct.calcsize(_FORMATS[kind]))
        return count

    def _tensors(self, count: int) -> tuple[dict[str, int], int]:
        """Numbers by type, and the end of the last tensor's bytes."""
        elements: Counter[str] = Counter()
        end = 0
        for _ in range(count):
            self._text(MAX_KEY_BYTES)
            rank = self._number(4)
            if rank > 8:
                raise ValueError("too many dimensions")
            size = math.prod(self._number(8) for _ in range(rank))
            kind, offset = self._number(4), self._number(8)
            name, block, width = _TYPES.get(kind, (f"type {kind}", 1, 0))
            elements[name] += size
            end = max(end, offset + -(-size // block) * width)
        return dict(elements), end
