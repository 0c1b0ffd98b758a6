"""What fine-tuning changed in the published weights, 4 bits a weight: ``tuned.npz``, written by `finetune`.

A matrix is kept as its difference to the published one, in blocks of 32: a float16 scale and values from -7 to 7. The
difference is small beside the weights, so that 15 steps are exact enough. Vectors are kept as they are.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from source import Floats, Source

TUNED_FILE = Path(__file__).parent / "tuned.npz"
BLOCK, STEPS = 32, 7


def apply(published: Source, path: Path = TUNED_FILE) -> Source:
    """The published model with the fine-tuned tensors in place of its own."""
    tensors = dict(published.tensors)
    with np.load(path) as file:
        for key in file.files:
            name, _, part = key.partition(":")
            if part == "nibbles":
                tensors[name] = published.tensors[name] + _unpack(file[key], file[f"{name}:scale"])
            elif not part:
                tensors[name] = file[key].astype(np.float32)
    return replace(published, tensors=tensors)


def write(changed: Mapping[str, Floats], published: Source, path: Path = TUNED_FILE) -> None:
    """Keep the changed tensors.

    Args:
        changed: by published name, float32, flat; a matrix has a multiple of 32 elements.
        published: what they are compared with.
        path: the file to write.
    """
    kept = {}
    for name, value in changed.items():
        if value.size > BLOCK * BLOCK and name.endswith(".w"):
            kept[f"{name}:nibbles"], kept[f"{name}:scale"] = _pack(value - published.tensors[name])
        else:
            kept[name] = value.astype(np.float32)
    np.savez(path, **kept)


def _pack(difference: Floats) -> tuple[np.ndarray, np.ndarray]:  # type: ignore[type-arg]
    blocks = difference.reshape(-1, BLOCK)
    scale = (np.abs(blocks).max(axis=1) / STEPS).astype(np.float16)
    whole = scale.astype(np.float32)[:, None]
    values = np.divide(blocks, whole, out=np.zeros_like(blocks), where=whole > 0)
    steps = (np.clip(np.rint(values), -STEPS, STEPS) + STEPS).astype(np.uint8)
    return steps[:, 0::2] | steps[:, 1::2] << 4, scale


def _unpack(nibbles: np.ndarray, scale: np.ndarray) -> Floats:  # type: ignore[type-arg]
    steps = np.stack([nibbles & 15, nibbles >> 4], axis=2).reshape(len(nibbles), BLOCK).astype(np.float32) - STEPS
    values: Floats = (steps * scale.astype(np.float32)[:, None]).ravel()
    return values
