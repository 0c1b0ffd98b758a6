"""What a model that writes is, told from its files' headers: nothing is loaded, and no extra is needed."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from .gguf_header import GgufFacts, is_gguf, read_gguf
from .safetensors_header import TensorFacts, read_header
from .unusable import Unusable

MAX_CONFIG_BYTES = 50_000_000

WEIGHTS = "model.safetensors"
INDEX = "model.safetensors.index.json"

_PICKLES = (".bin", ".pt", ".pth", ".ckpt", ".pkl")
_WRITERS = ("ForCausalLM", "LMHeadModel")
_NO_WRITERS = ("Bert", "Camembert", "Electra", "ErnieForCausal", "RoFormer", "XLMRoberta", "Roberta", "Megatron")
_NO_GGUF_WRITERS = ("bert", "clip", "t5", "embedding", "wavtokenizer", "llava", "vit")
_TOKENIZERS = ("tokenizer.json", "tokenizer.model", "spiece.model", "vocab.json", "vocab.txt")


@dataclass(frozen=True, slots=True)
class WriterFacts:
    """A model that can write, as far as its files tell."""

    path: Path
    """A transformers folder, or a GGUF file."""
    name: str
    kind: Literal["safetensors", "gguf"]
    architecture: str
    bytes: int
    """Of the weights on disk."""
    dtype: str
    """Of most weights: ``bf16``, ``fp16``, ``fp32``, or a GGUF type such as ``Q4_K_M``."""
    parameters: int
    chat_template: bool
    context: int | None
    """Tokens that it can read and write; None where it does not say."""
    cache_width: int
    """Numbers that it keeps for each token while it writes, over all layers."""


def writer_facts(path: Path, name: str = "") -> WriterFacts:
    """The facts of a model.

    Args:
        path: a transformers folder with safetensors, a GGUF file, or a folder with one GGUF file.
        name: what to call it; the path's name if empty.

    Raises:
        Unusable: it must not be loaded, cannot be, or is no model that writes.
    """
    if path.is_file():
        if path.suffix.lower() in _PICKLES:
            raise Unusable("pickle_only", model=name or path.name, file=path.name)
        return _of_gguf(path, name or path.stem)
    if not path.is_dir():
        if path.is_symlink():
            raise Unusable("broken_link", file=path, target=os.path.realpath(path))
        raise Unusable("no_model", model=name or path)
    name = name or path.resolve().name
    if not (path / "config.json").is_file():
        return _without_config(path, name)
    config = read_json(path / "config.json", name)
    _refuse_custom_code(path, name, config)
    architecture = _writing_architecture(name, config)
    if quantized := config.get("quantization_config"):
        method = quantized.get("quant_method", "?") if isinstance(quantized, dict) else "?"
        raise Unusable("quantized", model=name, method=method)
    tensors = _weights(path, name)
    if not any((path / file).is_file() for file in _TOKENIZERS):
        raise Unusable("incomplete" if _broken_links(path) else "no_tokenizer", model=name)
    template, text = has_template(path, name), _text_config(config)
    return WriterFacts(
        path, name, "safetensors", architecture, tensors.bytes, tensors.dtype, tensors.parameters, template,
        context_of(text), _cache_width(text),
    )  # fmt: skip


def read_json(path: Path, model: str) -> dict[str, Any]:
    """An object from a file of the model.

    Raises:
        Unusable: ``config_broken``.
    """
    try:
        if path.stat().st_size <= MAX_CONFIG_BYTES:
            data = json.loads(path.read_bytes())
            if isinstance(data, dict):
                return data
    except (OSError, ValueError, RecursionError):
        pass
    raise Unusable("config_broken", model=model, file=path.name)


def has_template(path: Path, model: str) -> bool:
    """Whether the folder holds a chat template, in a file of its own or with the tokenizer's settings."""
    if (path / "chat_template.jinja").is_file() or (path / "chat_template.json").is_file():
        return True
    settings = path / "tokenizer_config.json"
    return settings.is_file() and bool(read_json(settings, model).get("chat_template"))


def context_of(config: dict[str, Any]) -> int | None:
    """How many tokens a model reads and writes, by whichever name its configuration has for that."""
    for key in (
        "max_position_embeddings",
        "n_positions",
        "n_ctx",
        "max_seq_len",
        "seq_length",
        "max_sequence_length",
    ):
        value = config.get(key)
        if isinstance(value, int) and not isinstance(value, bool) and value > 0:
            return value
    return None


def _without_config(path: Path, name: str) -> WriterFacts:
    files = sorted(file for file in path.glob("*.gguf") if file.is_file())
    if len(files) == 1:
        return _of_gguf(files[0], name)
    if files:
        raise Unusable("several_gguf", model=name, files=", ".join(file.name for file in files[:5]))
    if (path / "adapter_config.json").is_file():
        raise Unusable("adapter_only", model=name)
    raise Unusable("incomplete" if _broken_links(path) else "no_config", model=name)


def _refuse_custom_code(path: Path, name: str, config: dict[str, Any]) -> None:
    configs = {"config.json": config}
    for file in ("tokenizer_config.json", "generation_config.json"):
        if (path / file).is_file():
            configs[file] = read_json(path / file, name)
    for file, data in configs.items():
        if data.get("auto_map") or data.get("custom_generate"):
            raise Unusable("remote_code", model=name, what=f"{file}: auto_map")


def _writing_architecture(name: str, config: dict[str, Any]) -> str:
    given = config.get("architectures")
    architecture = str(given[0]) if isinstance(given, list) and given else ""
    if not architecture.endswith(_WRITERS) or architecture.startswith(_NO_WRITERS):
        raise Unusable("not_a_writer", model=name, architecture=architecture or config.get("model_type") or "?")
    return architecture


def _weights(path: Path, name: str) -> TensorFacts:
    if (path / WEIGHTS).is_file():
        return read_header(path / WEIGHTS)
    if not (path / INDEX).is_file():
        pickles = sorted(file.name for file in path.iterdir() if file.suffix.lower() in _PICKLES)
        if pickles and not _broken_links(path, ".safetensors"):
            raise Unusable("pickle_only", model=name, file=pickles[0])
        raise Unusable("incomplete" if _broken_links(path) else "no_weights", model=name)
    placed = read_json(path / INDEX, name).get("weight_map")
    if not isinstance(placed, dict):
        raise Unusable("config_broken", model=name, file=INDEX)
    files = sorted(set(map(str, placed.values())))
    if not files or any(Path(file).name != file for file in files):
        raise Unusable("config_broken", model=name, file=INDEX)
    total = TensorFacts({}, 0)
    for file in files:
        if not (path / file).is_file():
            raise Unusable("weights_missing", model=name, file=file)
        total += read_header(path / file)
    if absent := placed.keys() - total.names:
        raise Unusable("weights_missing", model=name, file=min(absent))
    return total


def _broken_links(path: Path, suffix: str = "") -> bool:
    """Whether files were announced that never came, as a download leaves them that was cut off."""
    return any(
        file.name.endswith((".incomplete", ".part", ".crdownload")) or (file.is_symlink() and not file.exists())
        for file in path.iterdir()
        if suffix in file.name
    )


def _text_config(config: dict[str, Any]) -> dict[str, Any]:
    """The part about text, in models that also have others."""
    inner = config.get("text_config")
    return inner if isinstance(inner, dict) else config


def _cache_width(config: dict[str, Any]) -> int:
    layers = _number(config, "num_hidden_layers", "n_layer", "n_layers", "num_layers")
    width = _number(config, "hidden_size", "n_embd", "d_model")
    heads = _number(config, "num_attention_heads", "n_head", "n_heads") or 1
    kept = _number(config, "num_key_value_heads", "num_kv_heads") or heads
    return 2 * layers * kept * (_number(config, "head_dim") or width // heads)


def _number(config: dict[str, Any], *keys: str) -> int:
    values = (config.get(key) for key in keys)
    return next((value for value in values if isinstance(value, int) and not isinstance(value, bool)), 0)


def _of_gguf(path: Path, name: str) -> WriterFacts:
    if not is_gguf(path) and path.suffix.lower() != ".gguf":
        raise Unusable("not_a_file_of_models", file=path)
    facts = read_gguf(path)
    lower = facts.architecture.lower()
    kind = facts.pairs.get("general.type", "model")
    if kind != "model" or not lower or any(word in lower for word in _NO_GGUF_WRITERS):
        raise Unusable("not_a_writer", model=name, architecture=facts.architecture or kind or "?")
    if (facts.pairs.get("split.count") or 0) > 1:
        raise Unusable("gguf_split", file=path)
    return WriterFacts(
        path, name, "gguf", facts.architecture, facts.bytes, facts.dtype, facts.parameters,
        bool(facts.pairs.get("tokenizer.chat_template")), facts.number("context_length"), _gguf_cache_width(facts),
    )  # fmt: skip


def _gguf_cache_width(facts: GgufFacts) -> int:
    heads = facts.number("attention.head_count") or 1
    kept = facts.number("attention.head_count_kv") or heads
    width = facts.number("attention.key_length") or (facts.number("embedding_length") or 0) // heads
    return 2 * (facts.number("block_count") or 0) * kept * width
