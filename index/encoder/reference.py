"""The uncut fine-tuned model in full precision, run by torch: what the small one is held against.

    python index/encoder/reference.py freeze --wheel PATH                 writes the vectors that a test compares with
    python index/encoder/reference.py compare --wheel PATH --texts FILE…  cosines of both models, line by line

Needs torch, transformers, onnxruntime and tokenizers. Weights are the published ones, dequantized, and the tokenizer
has all of its pieces: a difference comes from cutting and rounding, and from nothing else.
"""

from __future__ import annotations

import argparse
import base64
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import source
import torch
import tuned
import vocabulary
from source import Floats, Source
from tokenizers import Tokenizer
from transformers import BertConfig, BertModel

if TYPE_CHECKING:
    from collections.abc import Sequence

HERE = Path(__file__).parent
TEXTS_FILE = HERE / "texts.json"
sys.path[:0] = [str(HERE.parent), str(HERE.parent.parent / "corpus")]
FROZEN = HERE.parent.parent / "tests" / "index" / "data" / "encoder_reference.json"
PACKAGED = HERE.parent / "tfhelp_index" / "data" / "encoder"


PARTS = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}
"""Parts of a layer: their published names, and transformers' names."""


class ReferenceEncoder:
    """The published model as a ``BertModel``, one text at a time."""

    def __init__(self, published: Source) -> None:
        everything = [i for i, piece in enumerate(published.pieces) if piece != vocabulary.MASK]
        self.tokenizer = Tokenizer.from_str(vocabulary.tokenizer_json(published, everything))
        shape = published.shape
        config = BertConfig(
            vocab_size=shape.vocabulary,
            hidden_size=shape.hidden,
            num_hidden_layers=shape.layers,
            num_attention_heads=shape.heads,
            intermediate_size=shape.ffn,
            max_position_embeddings=shape.positions,
            type_vocab_size=shape.types,
            layer_norm_eps=shape.epsilon,
        )
        self.model = BertModel(config, add_pooling_layer=False)
        self.model.load_state_dict(_state(published), strict=True)
        self.model.eval()

    def encode(self, texts: Sequence[str], kind: str) -> Floats:
        """Unit vectors, shape (n, 384), float32; texts are cut as the small encoder cuts them."""
        limit = {"query": 128, "passage": 512}[kind]
        rows = []
        for text in texts:
            ids = self.tokenizer.encode(f"{kind}: {text[: limit * 32]}").ids
            ids = ids if len(ids) <= limit else [*ids[: limit - 1], ids[-1]]
            with torch.inference_mode():
                mean = self.model(torch.tensor([ids])).last_hidden_state[0].mean(dim=0)
            rows.append((mean / mean.norm()).numpy())
        return np.stack(rows)


def _state(published: Source) -> dict[str, Any]:
    shape, tensors = published.shape, published.tensors
    sizes = {"word": shape.vocabulary, "pos": shape.positions, "type": shape.types}
    names = {"word": "word_embeddings", "pos": "position_embeddings", "type": "token_type_embeddings"}
    state = {f"embeddings.{names[key]}.weight": tensors[f"emb.{key}"].reshape(sizes[key], -1) for key in sizes}
    state |= {"embeddings.LayerNorm.weight": tensors["emb.ln.w"], "embeddings.LayerNorm.bias": tensors["emb.ln.b"]}
    for layer in range(shape.layers):
        for short, long in PARTS.items():
            weight, bias = (tensors[f"l{layer}.{short}.{suffix}"] for suffix in "wb")
            state[f"encoder.layer.{layer}.{long}.weight"] = weight if "ln" in short else weight.reshape(len(bias), -1)
            state[f"encoder.layer.{layer}.{long}.bias"] = bias
    return {name: torch.from_numpy(np.ascontiguousarray(value)) for name, value in state.items()}


def freeze(reference: ReferenceEncoder) -> None:
    """Write the vectors of ``texts.json`` as float16, base64."""
    rows = []
    for kind, text in json.loads(TEXTS_FILE.read_text(encoding="utf-8")):
        vector = reference.encode([text], kind)[0].astype("<f2")
        rows.append({"kind": kind, "text": text, "vector": base64.b64encode(vector.tobytes()).decode()})
    FROZEN.write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def compare(reference: ReferenceEncoder, files: Sequence[Path], folder: Path) -> None:
    """Print how the cosine between both models is distributed over the lines of each file, taken as queries."""
    from tfhelp_index.encoder import OnnxEncoder

    small = OnnxEncoder.open(folder)
    for file in files:
        lines = [line for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
        cosines = (reference.encode(lines, "query") * small.encode(lines, "query")).sum(axis=1)
        least, first = np.quantile(cosines, [0, 0.01])
        spread = f"mean {cosines.mean():.4f}, 1st percentile {first:.4f}, least {least:.4f}"
        print(f"{file.name}: {len(lines)} texts, {spread}")


def main() -> None:
    """Parse the command line and do one of both."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("task", choices=["freeze", "compare"])
    parser.add_argument("--wheel", type=Path, required=True)
    parser.add_argument("--encoder", type=Path, default=PACKAGED)
    parser.add_argument("--texts", type=Path, nargs="+", default=[], help="text files, one text a line")
    arguments = parser.parse_args()
    reference = ReferenceEncoder(tuned.apply(source.read_wheel(arguments.wheel)))
    if arguments.task == "freeze":
        freeze(reference)
    else:
        compare(reference, arguments.texts, arguments.encoder)


if __name__ == "__main__":
    main()
