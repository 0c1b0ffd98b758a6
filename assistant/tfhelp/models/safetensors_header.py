"""What a safetensors file says about itself: eight bytes of length, that much JSON, then the numbers.

Read without the package of that name, so that a list of models needs no extra, and so that a file which was cut off
is recognized before anything is loaded from it.
"""

from __future__ import annotations

import itertools
import json
import math
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .unusable import Unusable

if TYPE_CHECKING:
    from pathlib import Path

MAX_HEADER_BYTES = 100_000_000
"""What the format allows."""

_BYTES = {
    "F64": 8, "I64": 8, "U64": 8, "F32": 4, "I32": 4, "U32": 4, "F16": 2, "BF16": 2, "I16": 2, "U16": 2,
    "F8_E4M3": 1, "F8_E5M2": 1, "F8_E8M0": 1, "I8": 1, "U8": 1, "BOOL": 1,
}  # fmt: skip

_SHORT = {"F64": "fp64", "F32": "fp32", "F16": "fp16", "BF16": "bf16", "F8_E4M3": "fp8", "F8_E5M2": "fp8"}


@dataclass(frozen=True, slots=True)
class TensorFacts:
    """How much is in one file, or in several."""

    elements: dict[str, int]
    """Numbers by their type's name in the format, such as ``BF16``."""
    bytes: int
    """Of the whole files."""
    names: frozenset[str] = frozenset()
    """Of the tensors."""

    @property
    def parameters(self) -> int:
        """All numbers."""
        return sum(self.elements.values())

    @property
    def dtype(self) -> str:
        """The type of most of them: ``bf16``, ``fp16``, ``fp32``, else as the format calls it."""
        if not self.elements:
            return "?"
        name = max(sorted(self.elements), key=lambda dtype: self.elements[dtype])
        return _SHORT.get(name, name)

    def __add__(self, other: TensorFacts) -> TensorFacts:
        elements = dict(Counter(self.elements) + Counter(other.elements))
        return TensorFacts(elements, self.bytes + other.bytes, self.names | other.names)


def read_header(path: Path) -> TensorFacts:
    """The facts of one file.

    Raises:
        Unusable: it is damaged (``weights_header``), cut off (``weights_short``), or cannot be read
            (``weights_unreadable``).
    """
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            length = int.from_bytes(file.read(8), "little")
            if size < 8 or length > MAX_HEADER_BYTES:
                raise Unusable("weights_header", file=path)
            if size < 8 + length:
                raise Unusable("weights_short", file=path, have=size, want=8 + length)
            text = file.read(length)
    except OSError as error:
        raise Unusable("weights_unreadable", file=path, why=error.strerror or error) from None
    try:
        elements, end, names = _sum(json.loads(text))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise Unusable("weights_header", file=path) from None
    if size < 8 + length + end:
        raise Unusable("weights_short", file=path, have=size, want=8 + length + end)
    return TensorFacts(elements, size, names)


def _sum(header: dict[str, Any]) -> tuple[dict[str, int], int, frozenset[str]]:
    """Elements by type, the end of the last tensor's bytes, and the names.

    Raises:
        ValueError: a tensor's place does not fit its shape, or two overlap.
    """
    elements: Counter[str] = Counter()
    spans: list[tuple[int, int]] = []
    tensors = {name: tensor for name, tensor in header.items() if name != "__metadata__"}
    for tensor in tensors.values():
        dtype, count = str(tensor["dtype"]), math.prod(int(extent) for extent in tensor["shape"])
        start, end = (int(offset) for offset in tensor["data_offsets"])
        if count < 0 or not 0 <= start <= end or (dtype in _BYTES and end - start != count * _BYTES[dtype]):
            raise ValueError("offsets do not fit the shape")
        elements[dtype] += count
        spans.append((start, end))
    spans.sort()
    if any(following[0] < before[1] for before, following in itertools.pairwise(spans)):
        raise ValueError("tensors overlap")
    return dict(elements), max((end for _, end in spans), default=0), frozenset(tensors)
