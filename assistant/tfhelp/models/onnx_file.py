"""Reading the weights of an ONNX file with numpy alone: a wheel for the sake of one file would be one more to break.

An ONNX file is a protocol buffer (https://protobuf.dev/programming-guides/encoding/): fields of a number, a wire type
and a value. Of its messages only the graph's initializers and the attributes of its nodes are read here.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray

_MODEL_GRAPH = 7
_GRAPH_NODE, _GRAPH_INITIALIZER = 1, 5
_NODE_OPERATOR, _NODE_ATTRIBUTE = 4, 5
_ATTRIBUTE_NAME, _ATTRIBUTE_FLOAT, _ATTRIBUTE_INT = 1, 2, 3
_TENSOR_DIMS, _TENSOR_TYPE, _TENSOR_NAME, _TENSOR_RAW, _TENSOR_EXTERNAL = 1, 2, 8, 9, 13
_TYPES = {1: "<f4", 2: "u1", 3: "i1", 6: "<i4", 7: "<i8"}


@dataclass(frozen=True, slots=True)
class OnnxFile:
    """What a graph was made with."""

    tensors: dict[str, NDArray[Any]]
    """Its initializers by name; those in the file beside it are mapped, not read."""
    attributes: dict[tuple[str, str], float]
    """A node's number, by operator and name of the attribute, of the first node that has one."""


def read(path: Path) -> OnnxFile:
    """Read a graph and the weights beside it.

    Raises:
        OSError: a file cannot be read.
        ValueError: it is no ONNX file, or holds what this reader does not know.
    """
    tensors: dict[str, NDArray[Any]] = {}
    attributes: dict[tuple[str, str], float] = {}
    try:
        graph = next(value for number, value in _fields(path.read_bytes()) if number == _MODEL_GRAPH)
        for number, value in _fields(graph):
            if number == _GRAPH_INITIALIZER:
                name, tensor = _tensor(value, path)
                tensors[name] = tensor
            elif number == _GRAPH_NODE:
                for key, figure in _attributes(value):
                    attributes.setdefault(key, figure)
    except (StopIteration, IndexError, KeyError, TypeError, ValueError, AttributeError, struct.error) as error:
        raise ValueError(f"{path.name} is no ONNX file that can be read here ({error!r})") from error
    return OnnxFile(tensors, attributes)


def _fields(data: bytes) -> Iterator[tuple[int, Any]]:
    """Number and value of each field: int, four or eight bytes, or the bytes of a string or a message."""
    place = 0
    while place < len(data):
        key, place = _varint(data, place)
        number, wire = key >> 3, key & 7
        if wire == 0:
            value, place = _varint(data, place)
            yield number, value
            continue
        if wire == 2:
            size, place = _varint(data, place)
        else:
            size = {1: 8, 5: 4}[wire]
        if place + size > len(data):
            raise IndexError("it is cut off")
        yield number, data[place : place + size]
        place += size


def _varint(data: bytes, place: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = data[place]
        place += 1
        value |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            return value, place


def _tensor(data: bytes, path: Path) -> tuple[str, NDArray[Any]]:
    shape: list[int] = []
    name, kind, raw, where = "", 0, b"", {}
    for number, value in _fields(data):
        if number == _TENSOR_DIMS:
            shape += [value] if isinstance(value, int) else _packed(value)
        elif number == _TENSOR_TYPE:
            kind = value
        elif number == _TENSOR_NAME:
            name = value.decode()
        elif number == _TENSOR_RAW:
            raw = value
        elif number == _TENSOR_EXTERNAL:
            key, text = (part.decode() for _, part in _fields(value))
            where[key] = text
    if where:
        beside = path.with_name(where["location"])
        if beside.parent != path.parent:
            raise KeyError(where["location"])
        return name, np.memmap(beside, _TYPES[kind], "r", int(where.get("offset", 0)), tuple(shape))
    return name, np.frombuffer(raw, _TYPES[kind]).reshape(shape)


def _packed(data: bytes) -> list[int]:
    values, place = [], 0
    while place < len(data):
        value, place = _varint(data, place)
        values.append(value)
    return values


def _attributes(node: bytes) -> Iterator[tuple[tuple[str, str], float]]:
    operator, found = "", []
    for number, value in _fields(node):
        if number == _NODE_OPERATOR:
            operator = value.decode()
        elif number == _NODE_ATTRIBUTE:
            parts = dict(_fields(value))
            if _ATTRIBUTE_INT in parts:
                found.append((parts[_ATTRIBUTE_NAME].decode(), float(parts[_ATTRIBUTE_INT])))
            elif _ATTRIBUTE_FLOAT in parts:
                found.append((parts[_ATTRIBUTE_NAME].decode(), struct.unpack("<f", parts[_ATTRIBUTE_FLOAT])[0]))
    for name, figure in found:
        yield (operator, name), figure
