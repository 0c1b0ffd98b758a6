"""Serves `Encode`: looks at the folder, loads the model, embeds on one device or on several."""

from __future__ import annotations

import gc
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tfhelp.models.encoder_folder import encoder_facts
from tfhelp.models.memory import in_words
from tfhelp.models.packaged_folder import ROUNDING
from tfhelp.models.protocol import Notice, Vectors
from tfhelp.models.unusable import Unusable

from .batches import is_memory_full
from .devices import Choice, choose, describe
from .jobs import JobFailed

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from tfhelp.models.encoder_folder import EncoderFacts
    from tfhelp.models.protocol import Encode, EncoderSpec

    from .devices import Hardware
    from .encoder_model import EncoderModel
    from .encoder_pool import EncoderPool
    from .frugal import FrugalTransformer
    from .jobs import Job

MANY = 2000
"""Texts of one request from which several GPUs share the work: each of them has to load the model first."""

_BYTES = {"fp32": 4, "fp16": 2, "bf16": 2}
_SLACK = 1.2


@dataclass(slots=True)
class _Kept:
    """What the last request used: the next one most likely asks for the same."""

    spec: EncoderSpec | None = None
    model: EncoderModel | EncoderPool | None = None


_kept = _Kept()


def encode(request: Encode, job: Job) -> dict[str, float | str]:
    """Embed the texts of a request; see `tfhelp.models.protocol.Encode` for what is replied."""
    model = _model(request.encoder, len(request.texts), job)
    start = time.perf_counter()
    vectors = _vectors(model, request, job)
    seconds = time.perf_counter() - start
    job.send(Vectors(*vectors.shape), vectors.astype("<f4").tobytes())
    return {
        "texts": float(len(request.texts)),
        "texts_per_second": round(len(request.texts) / max(seconds, 1e-9), 2),
        "device": model.choice.device,
        "dtype": model.choice.dtype,
    }


def _vectors(model: EncoderModel | EncoderPool, request: Encode, job: Job) -> NDArray[np.float32]:
    kind = 0 if request.role == "query" else 1
    texts = request.texts or ("",)  # the dimension is known by a vector only
    spec = request.encoder
    try:
        found = model.encode(texts, spec.prefixes[kind], spec.max_tokens[kind], job)
    except (RuntimeError, MemoryError) as error:
        if is_memory_full(error):
            raise JobFailed("out_of_memory", device=model.choice.device) from None
        raise
    return found[: len(request.texts)]


def _model(spec: EncoderSpec, count: int, job: Job) -> EncoderModel | EncoderPool:
    """The model of the last request if it is the same, else a new one; the old one is given up first."""
    from .encoder_pool import EncoderPool

    hardware = None
    if _kept.model is not None and _kept.spec == spec and not _kept.model.broken:
        if isinstance(_kept.model, EncoderPool) or count < MANY:
            return _kept.model
        hardware = describe()
        if not _shared(spec, hardware, count):
            return _kept.model
    _give_up()
    _kept.model = _load(spec, hardware or describe(), count, job)
    _kept.spec = spec
    return _kept.model


def _give_up() -> None:
    if _kept.model is not None:
        _kept.model.close()
    _kept.model = _kept.spec = None
    gc.collect()


def _shared(spec: EncoderSpec, hardware: Hardware, count: int) -> bool:
    return spec.device == "auto" and len(hardware.cards) > 1 and count >= MANY


def _load(spec: EncoderSpec, hardware: Hardware, count: int, job: Job) -> EncoderModel | EncoderPool:
    from .encoder_model import EncoderModel
    from .encoder_pool import EncoderPool

    folder = Path(spec.folder)
    try:
        facts = encoder_facts(folder)
    except Unusable as fault:
        raise JobFailed(fault.code, **fault.values) from None
    choice = choose(hardware, spec.device, spec.dtype)
    free = hardware.free_on(choice.device)
    _refuse_too_large(facts, choice, free)
    job.check()
    job.send(Notice("loading", {"model": facts.name, "device": choice.device, "dtype": choice.dtype}))
    try:
        loaded = _transformer(folder)
        job.check()
        if _shared(spec, hardware, count):
            every = [choose(hardware, device, spec.dtype) for device in hardware.devices if device.startswith("cuda")]
            return EncoderPool(loaded, every, spec.batch_size)
        return EncoderModel(loaded, choice, free, spec.batch_size)
    except (JobFailed, ImportError):
        raise
    except Exception as error:  # libraries raise anything for a folder that is not as they think
        if is_memory_full(error):
            raise JobFailed("out_of_memory", device=choice.device) from None
        why = next(iter(str(error).strip().splitlines()), "")
        raise JobFailed("load_failed", model=facts.name, why=f"{type(error).__name__}: {why}"[:300]) from error


def _refuse_too_large(facts: EncoderFacts, choice: Choice, free: int | None) -> None:
    """Say so before the memory is full, not when the system has killed this process."""
    needed = int(facts.weights.parameters * _BYTES[choice.dtype] * _SLACK)
    if free is not None and needed > free:
        raise JobFailed(
            "no_memory", model=facts.name, needed=in_words(needed), free=in_words(free), device=choice.device
        )


def _transformer(folder: Path) -> FrugalTransformer:
    """Load a folder: from this disk only, no code of its own, no pickle."""
    from sentence_transformers import SentenceTransformer

    from .frugal import FrugalTransformer

    options: dict[str, Any] = {
        "device": "cpu", "local_files_only": True, "trust_remote_code": False, "backend": "torch",
        "model_kwargs": {"use_safetensors": True, "dtype": "float32", "trust_remote_code": False},
    }  # fmt: skip
    # Loaded under the name that the folder gives: release 5 makes something else, with mean pooling, of a folder that
    # names another class than the one that loads it.
    model: Any = SentenceTransformer(str(folder), **options)
    model.__class__ = FrugalTransformer
    if (folder / ROUNDING).is_file():
        from .rounding import round_activations

        round_activations(model[0].auto_model, folder)
    frugal: FrugalTransformer = model
    return frugal
