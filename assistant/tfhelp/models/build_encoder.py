"""What embeds the passages of a new index: onnxruntime, torch on some device, or another model of the user's."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tfhelp_index.bundle import PACKAGED_ENCODER
from tfhelp_index.encoder import Description, OnnxEncoder, stamp

from . import installed
from .discover import resolve
from .errors import ModelError
from .packaged_folder import packaged_folder
from .protocol import EncoderSpec, Notice
from .remote_encoder import RemoteEncoder, describe_folder, stamp_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tfhelp_index.encoder import Encoder, Kind
    from tfhelp_index.manifest import EncoderOrigin, EncoderStamp

    from .process import ModelProcess

MANY = 5000
"""Passages from which it pays to start the model process unasked."""

SAMPLE = 32
"""Passages that both runtimes of a CPU embed before one is chosen."""


@dataclass(frozen=True, slots=True)
class BuildOptions:
    """What the user wants; None where nothing was said."""

    device: str | None = None
    dtype: str | None = None
    batch_size: int | None = None
    encoder: str | None = None
    """A sentence-transformers folder, or a name in the Hugging Face cache."""
    prefixes: tuple[str | None, str | None] = (None, None)

    @property
    def torch(self) -> bool:
        """Whether something was said that only torch can do."""
        return bool(self.device or self.dtype or self.batch_size or self.encoder)


@dataclass(frozen=True, slots=True)
class BuildEncoder:
    """An encoder for a build, and what the manifest says of it."""

    model: Encoder
    stamp: EncoderStamp
    origin: EncoderOrigin | None = None

    def close(self) -> None:
        """End its process if it has one."""
        if isinstance(self.model, RemoteEncoder):
            self.model.close()


def open_for_build(
    options: BuildOptions,
    texts: Sequence[tuple[str, Kind]],
    tell: Callable[[Notice], None],
    *,
    unasked: bool = True,
    process: ModelProcess | None = None,
) -> BuildEncoder:
    """Choose what embeds.

    Args:
        options: what the user wants.
        texts: all that is to be embedded.
        tell: told what was chosen, and why.
        unasked: many texts may start the model process although no option asks for it.
        process: the model process; None for a new one.

    Raises:
        ModelError: what was asked for is not installed or does not work.
        EncoderUnavailable: the packaged encoder cannot be loaded.
    """
    if options.encoder:
        installed.require()
        return _foreign(options, tell, process)
    if options.torch:
        installed.require()
        return _packaged(options, texts, tell, process)
    if not unasked or len(texts) < MANY or installed.missing():
        return _onnx()
    try:
        return _packaged(options, texts, tell, process)
    except ModelError as error:  # nobody asked for it, and there is another way
        tell(Notice("torch_failed", {"why": error.message}))
        return _onnx()


def _onnx() -> BuildEncoder:
    return BuildEncoder(OnnxEncoder.open(PACKAGED_ENCODER, lasting=True), stamp(PACKAGED_ENCODER))


def _foreign(options: BuildOptions, tell: Callable[[Notice], None], process: ModelProcess | None) -> BuildEncoder:
    folder = resolve(options.encoder or "")
    origin = describe_folder(folder, options.prefixes)
    spec = EncoderSpec(
        str(folder),
        options.device or "auto",
        options.dtype or "auto",
        options.batch_size,
        origin.prefixes,
        origin.max_tokens,
    )
    model = RemoteEncoder(spec, stamp_folder(folder, 0).id, process, tell)
    try:
        return BuildEncoder(model, stamp_folder(folder, model.dim), origin)
    except BaseException:
        model.close()
        raise


def _packaged(
    options: BuildOptions,
    texts: Sequence[tuple[str, Kind]],
    tell: Callable[[Notice], None],
    process: ModelProcess | None,
) -> BuildEncoder:
    """The packaged weights on torch, or on onnxruntime where only a CPU is there and torch is slower on it."""
    description = Description.read(PACKAGED_ENCODER)
    spec = EncoderSpec(
        str(packaged_folder()),
        options.device or "auto",
        options.dtype or "auto",
        options.batch_size,
        (description.prefixes["query"], description.prefixes["passage"]),
        (description.max_tokens["query"], description.max_tokens["passage"]),
    )
    model = RemoteEncoder(spec, description.id, process, tell)
    try:
        model.encode([""], "query")  # loads it, and says on what it runs
        free_choice = options.device in (None, "auto") and options.dtype in (None, "auto")
        if free_choice and model.figures.get("device") == "cpu":
            other = _onnx()
            if _onnx_is_faster(model, other.model, texts, tell):
                model.close()
                return other
    except BaseException:
        model.close()
        raise
    return BuildEncoder(model, stamp(PACKAGED_ENCODER))


def _onnx_is_faster(
    torch: Encoder, onnx: Encoder, texts: Sequence[tuple[str, Kind]], tell: Callable[[Notice], None]
) -> bool:
    """Measure both on the same texts, evenly taken from all; in two rounds, because other programs run too."""
    sample = texts[:: max(1, len(texts) // SAMPLE)][:SAMPLE]
    seconds = {"torch": float("inf"), "onnxruntime": float("inf")}
    for _ in range(2):
        for name, model in (("torch", torch), ("onnxruntime", onnx)):
            seconds[name] = min(seconds[name], _time(model, sample, alone=name == "onnxruntime"))
    chosen, other = sorted(seconds, key=lambda name: (seconds[name], name))
    rates = {name: f"{len(sample) / max(taken, 1e-9):.0f}" for name, taken in seconds.items()}
    told = {"chosen": chosen, "rate": rates[chosen], "other": other, "other_rate": rates[other]}
    tell(Notice("cpu_runtime", told))
    return chosen == "onnxruntime"


def _time(model: Encoder, sample: Sequence[tuple[str, Kind]], *, alone: bool) -> float:
    start = time.perf_counter()
    kinds: tuple[Kind, ...] = ("query", "passage")
    for kind in kinds:
        mine = [text for text, other in sample if other == kind]
        for texts in [[text] for text in mine] if alone else [mine] if mine else []:
            model.encode(texts, kind)
    return time.perf_counter() - start
