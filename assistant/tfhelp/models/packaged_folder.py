"""The packaged encoder as a sentence-transformers folder, for the road through torch.

The packaged weights are int8 and belong to an ONNX graph. Here they become a float32 ``BertModel`` in the user's
cache, with the numbers that the graph multiplies with: the *rounded* weights, not those that they were rounded from.
The graph also rounds activations, text by text; ``rounding.json`` says which channels are scaled for it, and
`tfhelp.worker.rounding` does the same in torch. Whoever loads the folder without that gets a mean cosine of 0.9988.
"""

from __future__ import annotations

import json
import os
import shutil
import struct
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from tfhelp_index import encoder
from tfhelp_index.bundle import PACKAGED_ENCODER

from . import onnx_file
from .cache import cache_folder, sweep
from .errors import ModelError
from .file_hashes import exact

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from .onnx_file import OnnxFile

    Floats = NDArray[np.float32]

LAYOUT = 3
"""Goes up whenever the folder would be written otherwise."""

ROUNDING = "rounding.json"
"""By ``layer.part`` (``3.fo``) the factors of the channels that are scaled, by channel; all others are 1."""

_SEAL = "sealed.json"
_TOKENIZER = "tokenizer.json"
_TORN = {
    "type": "Split",
    "pattern": {"Regex": "</?(?=(?:s|pad|unk)>)"},
    "behavior": "MergedWithPrevious",
    "invert": False,
}
"""Tears ``<s>`` in somebody's text, which the library would take for the special piece of that name."""

_TYPES = "sentence_transformers.models"


def packaged_folder(source: Path = PACKAGED_ENCODER, cache: Path | None = None) -> Path:
    """The folder of the packaged encoder, written now if it is not there; one for each set of weights.

    Args:
        source: the packaged encoder.
        cache: where converted models lie; None for `cache_folder`.

    Raises:
        EncoderUnavailable: the packaged encoder is damaged.
        ModelError: the cache cannot be written to.
    """
    cache = cache or cache_folder()
    folder = cache / f"encoder-{encoder.stamp(source).fingerprint[:16]}-{LAYOUT}"
    if _sound(folder):
        return folder
    encoder.verify(source)
    try:
        cache.mkdir(parents=True, exist_ok=True)
        sweep(cache)
        work = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=cache))
        try:
            _write(source, work)
            _put(work, folder)
        finally:
            shutil.rmtree(work, ignore_errors=True)
    except OSError as error:
        raise ModelError("cache_unwritable", folder=cache, why=error.strerror or error) from None
    except ValueError as error:
        raise ModelError("load_failed", model=source, why=error) from None
    return folder


def _sound(folder: Path) -> bool:
    """Whether the folder is complete and as it was written."""
    try:
        sealed: dict[str, str] = json.loads((folder / _SEAL).read_bytes())
        return all(exact(folder / name) == digest for name, digest in sealed.items())
    except (OSError, ValueError, AttributeError, TypeError):
        return False


def _put(work: Path, folder: Path) -> None:
    """Rename the finished folder into place; a damaged one moves out, another process may have been faster."""
    written = sorted(path for path in work.rglob("*") if path.is_file())
    sealed = {path.relative_to(work).as_posix(): exact(path) for path in written}
    (work / _SEAL).write_text(json.dumps(sealed, indent=1), encoding="utf-8")
    for path in [*written, work / _SEAL]:
        with path.open("rb+") as file:
            os.fsync(file.fileno())
    if folder.exists() and not _sound(folder):
        folder.rename(work / "damaged")
    try:
        work.rename(folder)
    except OSError:
        if not _sound(folder):
            raise
    shutil.rmtree(folder / "damaged", ignore_errors=True)


def _write(source: Path, folder: Path) -> None:
    found = onnx_file.read(source / encoder.GRAPH)
    description = encoder.Description.read(source)
    weights = bert_weights(found)
    _write_safetensors(weights, folder / "model.safetensors")
    tokenizer = json.loads((source / _TOKENIZER).read_bytes())
    tokenizer["pre_tokenizer"]["pretokenizers"].append(_TORN)
    (folder / _TOKENIZER).write_text(json.dumps(tokenizer, ensure_ascii=False), encoding="utf-8")
    (folder / "1_Pooling").mkdir()
    _write_json(folder / ROUNDING, _scaled_channels(found))
    longest = max(description.max_tokens.values())
    texts: dict[str, object] = {
        "config.json": _config(found, weights),
        "tokenizer_config.json": {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "model_max_length": longest,
            "bos_token": "<s>",
            "eos_token": "</s>",
            "pad_token": "<pad>",
            "unk_token": "<unk>",
            "split_special_tokens": True,  # with `_TORN`: "<s>" in somebody's text is characters like any others
        },
        "modules.json": [
            {"idx": number, "name": str(number), "path": path, "type": f"{_TYPES}.{kind}"}
            for number, (path, kind) in enumerate([("", "Transformer"), ("1_Pooling", "Pooling"), ("2", "Normalize")])
        ],
        "sentence_bert_config.json": {"max_seq_length": longest, "do_lower_case": False},
        "1_Pooling/config.json": {"word_embedding_dimension": description.dim, "pooling_mode_mean_tokens": True},
        "config_sentence_transformers.json": {
            "prompts": dict(description.prefixes),
            "default_prompt_name": None,
            "similarity_fn_name": "cosine",
        },
    }
    for name, data in texts.items():
        _write_json(folder / name, data)


def _config(found: OnnxFile, weights: Mapping[str, Floats]) -> dict[str, object]:
    words, hidden = weights["embeddings.word_embeddings.weight"].shape
    return {
        "architectures": ["BertModel"],
        "model_type": "bert",
        "vocab_size": words,
        "hidden_size": hidden,
        "num_hidden_layers": _layers(found),
        "num_attention_heads": int(found.attributes["QAttention", "num_heads"]),
        "intermediate_size": len(weights["encoder.layer.0.intermediate.dense.bias"]),
        "max_position_embeddings": len(weights["embeddings.position_embeddings.weight"]),
        "type_vocab_size": 1,
        "layer_norm_eps": found.attributes["LayerNormalization", "epsilon"],
        "hidden_act": "gelu",
        "pad_token_id": 1,
        "torch_dtype": "float32",
    }


def _layers(found: OnnxFile) -> int:
    return sum(name.endswith(".qkv.w_quantized") for name in found.tensors)


def bert_weights(found: OnnxFile) -> dict[str, Floats]:
    """The tensors of a ``BertModel``, float32, named as transformers names them; matrices are (out, in)."""
    tensors = found.tensors
    hidden = tensors["emb.ln.w"].shape[0]
    weights: dict[str, Floats] = {
        "embeddings.word_embeddings.weight": tensors["words"].astype(np.float32) * tensors["word_scales"],
        "embeddings.position_embeddings.weight": tensors["positions"],
        # The type's vector is part of every position's. Nothing reads the pooler; without it a warning is printed.
        "embeddings.token_type_embeddings.weight": np.zeros((1, hidden), np.float32),
        "pooler.dense.weight": np.zeros((hidden, hidden), np.float32),
        "pooler.dense.bias": np.zeros(hidden, np.float32),
        **_norm("embeddings.LayerNorm", found, "emb.ln"),
    }
    for layer in range(_layers(found)):
        name, ours = f"encoder.layer.{layer}", f"l{layer}"
        joint, biases = _matrix(found, f"{ours}.qkv"), tensors[f"{ours}.qkv.b"]
        for number, part in enumerate(("query", "key", "value")):
            rows = slice(number * hidden, (number + 1) * hidden)
            weights[f"{name}.attention.self.{part}.weight"] = joint[rows]
            weights[f"{name}.attention.self.{part}.bias"] = biases[rows]
        for path, part in _PARTS.items():
            weights[f"{name}.{path}.weight"] = _matrix(found, f"{ours}.{part}")
            weights[f"{name}.{path}.bias"] = tensors[f"{ours}.{part}.b"]
        weights |= _norm(f"{name}.attention.output.LayerNorm", found, f"{ours}.aln")
        weights |= _norm(f"{name}.output.LayerNorm", found, f"{ours}.oln")
    return weights


_PARTS = {"attention.output.dense": "ao", "intermediate.dense": "fi", "output.dense": "fo"}


def _norm(name: str, found: OnnxFile, ours: str) -> dict[str, Floats]:
    return {f"{name}.weight": found.tensors[f"{ours}.w"], f"{name}.bias": found.tensors[f"{ours}.b"]}


def _matrix(found: OnnxFile, name: str) -> Floats:
    """A rounded matrix as (out, in), with the factors of its calmed channels multiplied in."""
    tensors = found.tensors
    steps = tensors[f"{name}.w_quantized"].astype(np.float32) - tensors[f"{name}.w_zero_point"].astype(np.float32)
    matrix = steps * tensors[f"{name}.w_scale"]
    if (factors := tensors.get(f"{name}.calm")) is not None:
        matrix = matrix * factors[:, None]
    turned: Floats = np.ascontiguousarray(matrix.T)
    return turned


def _scaled_channels(found: OnnxFile) -> dict[str, dict[str, float]]:
    """The factors other than 1 by which the graph scales channels before it rounds them (see `ROUNDING`)."""
    return {
        name.removeprefix("l").removesuffix(".calm"): {
            str(channel): float(factors[channel]) for channel in np.flatnonzero(factors != 1)
        }
        for name, factors in found.tensors.items()
        if name.endswith(".calm")
    }


def _write_json(path: Path, data: object) -> None:
    path.write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")


def _write_safetensors(tensors: Mapping[str, Floats], path: Path) -> None:
    """Length of the head, the head as JSON, the tensors one after the other (https://huggingface.co/docs/safetensors)."""
    head: dict[str, Any] = {"__metadata__": {"format": "pt"}}
    place = 0
    for name, tensor in tensors.items():
        size = 4 * tensor.size
        head[name] = {"dtype": "F32", "shape": list(tensor.shape), "data_offsets": [place, place + size]}
        place += size
    text = json.dumps(head).encode()
    text += b" " * (-len(text) % 8)
    with path.open("wb") as file:
        file.write(struct.pack("<Q", len(text)) + text)
        for tensor in tensors.values():
            file.write(np.ascontiguousarray(tensor, "<f4").tobytes())
