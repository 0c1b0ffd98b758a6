"""A sentence-transformers folder, looked at before anything of it is loaded: may it be, and what is it called."""

from __future__ import annotations

import contextlib
import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from . import file_hashes
from .safetensors_header import TensorFacts, read_header
from .unusable import Unusable

if TYPE_CHECKING:
    from collections.abc import Iterator

DEFAULT_TOKENS = 512
MODULES = "modules.json"
OWN_CODE = "sentence_transformers."
"""Modules of other packages would be code that came with the model."""

_CONFIGS = ("*.json", "*/*.json")
_MAX_JSON_BYTES = 20_000_000
_PICKLES = (".bin", ".pt", ".pth", ".ckpt", ".pkl", ".pickle")
_WEIGHTLESS = ("Pooling", "Normalize", "Dropout")
_READ = (".json", ".safetensors", ".txt", ".model", ".spm", ".vocab", ".jinja")
"""Endings of files that decide what vector a text gets."""


@dataclass(frozen=True, slots=True)
class EncoderFacts:
    """What a folder says of itself."""

    folder: Path
    name: str
    prefixes: tuple[str, str]
    """Of queries and of passages, as its prompts have them; empty where it has none."""
    max_tokens: int
    weights: TensorFacts


def encoder_facts(folder: Path) -> EncoderFacts:
    """Look at a folder without loading it.

    Raises:
        Unusable: it is no encoder (``encoder_lacks``, ``encoder_odd``), has pickle weights only (``pickle_only``),
            wants code of its own to be run (``remote_code``), or its weights are damaged.
    """
    name = encoder_name(folder)
    modules = _modules(folder, name)
    _refuse_custom_code(folder, name, modules)
    weights = TensorFacts({}, 0)
    for module in modules:
        weights += _weights(folder / str(module.get("path") or ""), name, module)
    if not weights.bytes:
        raise Unusable("encoder_lacks", model=name, file="*.safetensors")
    settings = _read(folder / "sentence_bert_config.json")
    tokenizer = _read(folder / "tokenizer_config.json")
    limits = (settings.get("max_seq_length"), tokenizer.get("model_max_length"))
    known = [limit for limit in limits if isinstance(limit, int) and 2 < limit < 1_000_000]
    return EncoderFacts(folder, name, _prefixes(folder), known[0] if known else DEFAULT_TOKENS, weights)


def encoder_name(folder: Path) -> str:
    """The name that people know it by: the repository's for a snapshot of the hub's cache, else the folder's."""
    for part in reversed(folder.absolute().parts):
        if part.startswith("models--"):
            return part.removeprefix("models--").replace("--", "/")
    return folder.resolve().name


def fingerprint(folder: Path, *, exact: bool = False) -> str:
    """sha256 over name and content of every file that decides what vector a text gets.

    Args:
        folder: a sentence-transformers folder.
        exact: read every file in full, whatever is remembered of it (see `file_hashes`).

    Raises:
        Unusable: a file cannot be read.
    """
    sha256 = file_hashes.exact if exact else file_hashes.sha256
    digest = hashlib.sha256()
    for path in sorted(_deciding(folder), key=lambda path: path.relative_to(folder).as_posix()):
        try:
            digest.update(f"{path.relative_to(folder).as_posix()} {sha256(path)}\n".encode())
        except OSError as error:
            raise Unusable("weights_unreadable", file=path, why=error.strerror or error) from None
    return digest.hexdigest()


def _deciding(folder: Path) -> Iterator[Path]:
    """The folder's own files and those of its modules; the same model for other runtimes lies beside them."""
    places = [folder, *(folder / str(module.get("path")) for module in _modules(folder, "") if module.get("path"))]
    for place in dict.fromkeys(places):
        if place.is_dir():
            yield from (path for path in place.iterdir() if path.suffix in _READ and not path.is_dir())


def _modules(folder: Path, name: str) -> list[dict[str, Any]]:
    path = folder / MODULES
    if not path.is_file():
        raise Unusable("encoder_lacks", model=name, file=MODULES)
    modules = _json(path)
    if not isinstance(modules, list) or not modules or not all(isinstance(module, dict) for module in modules):
        raise Unusable("encoder_odd", model=name, file=MODULES)
    for module in modules:
        inside = Path(str(module.get("path") or ""))
        if inside.is_absolute() or ".." in inside.parts:
            raise Unusable("encoder_odd", model=name, file=f"{MODULES}: {inside}")
    return modules


def _refuse_custom_code(folder: Path, name: str, modules: list[dict[str, Any]]) -> None:
    for module in modules:
        kind = str(module.get("type"))
        if not kind.startswith(OWN_CODE):
            raise Unusable("remote_code", model=name, what=f"{MODULES}: {kind}")
    for pattern in _CONFIGS:
        for path in sorted(folder.glob(pattern)):
            if path.stat().st_size > _MAX_JSON_BYTES or path.name in ("tokenizer.json", "vocab.json"):
                continue
            if what := _asks_for_code(_json(path)):
                raise Unusable("remote_code", model=name, what=f"{path.relative_to(folder).as_posix()}: {what}")


def _asks_for_code(data: object, depth: int = 0) -> str:
    """The key that asks for code, empty if none does."""
    if depth > 20:
        return ""
    if isinstance(data, dict):
        for key, value in data.items():
            if key in ("auto_map", "trust_remote_code", "custom_generate", "custom_pipelines") and value:
                return str(key)
            if key == "types" and isinstance(value, dict):  # a Router's modules
                foreign = [str(kind) for kind in value.values() if not str(kind).startswith(OWN_CODE)]
                if foreign:
                    return foreign[0]
    values = data.values() if isinstance(data, dict) else data if isinstance(data, list) else ()
    return next(filter(None, (_asks_for_code(value, depth + 1) for value in values)), "")


def _weights(place: Path, name: str, module: dict[str, Any]) -> TensorFacts:
    """The weights of one module, all from safetensors."""
    kind = str(module.get("type")).rpartition(".")[2]
    try:
        files = sorted(path for path in place.iterdir() if not path.is_dir()) if place.is_dir() else []
    except OSError as error:
        raise Unusable("weights_unreadable", file=place, why=error.strerror or error) from None
    if (place / "adapter_config.json").exists():
        raise Unusable("encoder_odd", model=name, file="adapter_config.json")
    found = TensorFacts({}, 0)
    safe = [path for path in files if path.suffix == ".safetensors"]
    for path in safe:
        found += read_header(path)
    pickles = [path.name for path in files if path.suffix.lower() in _PICKLES]
    if pickles and not safe and kind not in _WEIGHTLESS:
        raise Unusable("pickle_only", model=name, file=pickles[0])
    index = place / "model.safetensors.index.json"
    if index.is_file():
        shards = set(dict(_read(index).get("weight_map") or {}).values())
        absent = sorted(str(shard) for shard in shards if not (place / str(shard)).is_file())
        if absent:
            raise Unusable("encoder_lacks", model=name, file=absent[0])
    return found


def _prefixes(folder: Path) -> tuple[str, str]:
    prompts = _read(folder / "config_sentence_transformers.json").get("prompts") or {}
    if not isinstance(prompts, dict):
        return "", ""
    query = prompts.get("query") or ""
    passage = next(filter(None, (prompts.get(key) for key in ("passage", "document", "corpus"))), "")
    return str(query), str(passage)


def _read(path: Path) -> dict[str, Any]:
    """The object in a file; empty if there is none."""
    data = _json(path) if path.is_file() else {}
    return data if isinstance(data, dict) else {}


def _json(path: Path) -> object:
    with contextlib.suppress(OSError, ValueError, RecursionError):
        return json.loads(path.read_bytes())
    return None
