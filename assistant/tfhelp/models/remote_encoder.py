"""An encoder that runs in the model process."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from tfhelp_index.errors import BundleError, EncoderUnavailable
from tfhelp_index.manifest import EncoderOrigin, EncoderStamp

from . import encoder_folder, installed
from .errors import ModelError
from .process import ModelProcess
from .protocol import Encode, EncoderSpec, Notice, Progress, Vectors
from .unusable import Unusable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

    from tfhelp_index.encoder import Kind

    Floats = NDArray[np.float32]

MAX_TEXTS, MAX_CHARS = 16_384, 4_000_000
"""Of one request: its line of JSON, six bytes for a Chinese character, stays far below what the protocol takes."""


class RemoteEncoder:
    """Embeds by the model process; made for one encoder.

    Args:
        spec: the encoder, and how it is to run.
        identity: names it in an index.
        process: asked to embed; closed by `close`.
        notice: told what the user should know: a key of `tfhelp.models.words`, and its values.
    """

    def __init__(
        self,
        spec: EncoderSpec,
        identity: str,
        process: ModelProcess | None = None,
        notice: Callable[[Notice], None] = lambda _: None,
    ) -> None:
        self.id = identity
        self.spec = spec
        self._process = process or ModelProcess()
        self._notice = notice
        self._dim: int | None = None
        self.figures: dict[str, float | str] = {}
        """Of the last request: ``device``, ``dtype``, ``texts_per_second``."""

    @property
    def dim(self) -> int:
        """Length of a vector; the model is loaded for it if no text was embedded before."""
        if self._dim is None:
            self.encode([""], "query")
        assert self._dim is not None
        return self._dim

    def encode(self, texts: Sequence[str], kind: Kind) -> Floats:
        """Unit vectors, shape (n, dim), float32; raises `ModelError`."""
        return self.encode_all(texts, kind, lambda _done, _total: None)

    def encode_all(self, texts: Sequence[str], kind: Kind, progress: Callable[[int, int], None]) -> Floats:
        """Embed many texts.

        Args:
            texts: any strings.
            kind: what they are.
            progress: called with texts done and texts in all.

        Returns:
            Unit vectors, shape (n, dim), float32.

        Raises:
            ModelError: the process, or the model in it, cannot do it.
        """
        found: list[Floats] = []
        done = 0
        for part in _parts(texts):
            found.append(self._ask(part, kind, lambda count, before=done: progress(before + count, len(texts))))  # type: ignore[misc]
            done += len(part)
        return np.concatenate(found) if found else np.empty((0, self.dim), np.float32)

    def close(self) -> None:
        """End the process."""
        self._process.close()

    def _ask(self, texts: Sequence[str], kind: Kind, progress: Callable[[int], None]) -> Floats:
        vectors: Floats | None = None
        with self._process.request(Encode(self.spec, tuple(map(_sendable, texts)), kind)) as stream:
            for frame in stream:
                message = frame.message
                if isinstance(message, Progress) and message.stage == "encode" and message.done:
                    progress(message.done)
                elif isinstance(message, Notice):
                    self._notice(message)
                elif isinstance(message, Vectors):
                    vectors = _unpack(message, frame.payload)
                elif figures := getattr(message, "figures", None):
                    self.figures = figures
        if vectors is None or len(vectors) != len(texts):
            raise ModelError("unexpected", error=f"{0 if vectors is None else len(vectors)} vectors", log="-")
        self._dim = vectors.shape[1]
        return vectors


def _unpack(message: Vectors, payload: bytes) -> Floats:
    found = np.frombuffer(payload, "<f4")
    if found.size != message.count * message.dim:
        raise ModelError("unexpected", error=f"{found.size} numbers", log="-")
    return found.reshape(message.count, message.dim).astype(np.float32)


def _sendable(text: str) -> str:
    """Half of a surrogate pair, which a damaged log may hold, is no character and no tokenizer takes it."""
    return text.encode("utf-8", "replace").decode()


def _parts(texts: Sequence[str]) -> Iterator[Sequence[str]]:
    """Texts in portions that fit into a request."""
    start = chars = 0
    for end, text in enumerate(texts):
        if end > start and (end - start >= MAX_TEXTS or chars + len(text) > MAX_CHARS):
            yield texts[start:end]
            start, chars = end, 0
        chars += len(text)
    if start < len(texts):
        yield texts[start:]


def describe_folder(folder: Path, prefixes: tuple[str | None, str | None] = (None, None)) -> EncoderOrigin:
    """Where an encoder lies and how texts are put into it, for the manifest of an index.

    Args:
        folder: a sentence-transformers folder.
        prefixes: of queries and of passages where the user knows better than the folder.

    Raises:
        ModelError: it must not or cannot be used.
    """
    try:
        facts = encoder_folder.encoder_facts(folder)
    except Unusable as fault:
        raise ModelError(fault.code, None, **fault.values) from None
    query, passage = (own if own is not None else said for own, said in zip(prefixes, facts.prefixes, strict=True))
    return EncoderOrigin(str(folder.absolute()), (query, passage), (facts.max_tokens, facts.max_tokens))


def stamp_folder(folder: Path, dim: int, *, exact: bool = False) -> EncoderStamp:
    """Name the encoder in a folder; raises `ModelError` when a file cannot be read.

    Args:
        folder: a sentence-transformers folder.
        dim: length of its vectors.
        exact: read every file in full, also those whose hash is remembered.
    """
    try:
        return EncoderStamp(encoder_folder.encoder_name(folder), encoder_folder.fingerprint(folder, exact=exact), dim)
    except Unusable as fault:
        raise ModelError(fault.code, None, **fault.values) from None


class QuestionEncoder:
    """Embeds questions to an index that was made with an encoder of the user's.

    Where that encoder does not work, this leg of a search is missing, and the others answer.

    Args:
        origin: where the encoder lies.
        stamp: what the index was made with.
        process: asked to embed.
    """

    def __init__(self, origin: EncoderOrigin, stamp: EncoderStamp, process: ModelProcess | None = None) -> None:
        self.id, self.dim = stamp.id, stamp.dim
        self._remote = _open(origin, stamp, process)

    def encode(self, texts: Sequence[str], kind: Kind) -> Floats:
        """Unit vectors, shape (n, dim), float32; raises `EncoderUnavailable`."""
        try:
            return self._remote.encode(texts, kind)
        except ModelError as error:
            raise EncoderUnavailable(
                str(error)
            ) from error  # the hint too: of a missing leg only the sentence is shown

    def close(self) -> None:
        """End the process."""
        self._remote.close()


def check_origin(origin: EncoderOrigin, stamp: EncoderStamp, *, exact: bool = False) -> None:
    """Compare an encoder with what an index was made with.

    Args:
        origin: where the encoder lies.
        stamp: what the index was made with.
        exact: read every file in full, also those whose hash is remembered.

    Raises:
        ModelError: it is not there, or must not be used.
        BundleError: it is another one now.
    """
    folder = Path(origin.folder)
    describe_folder(folder)
    found = stamp_folder(folder, stamp.dim, exact=exact)
    if found.fingerprint != stamp.fingerprint:
        raise BundleError(
            f"The encoder in {folder} has changed since the index was made with it "
            f"({found.fingerprint[:8]}, not {stamp.fingerprint[:8]}): their vectors cannot be compared.",
            "Build the index again with 'tfhelp index build --encoder'.",
        )


def _open(origin: EncoderOrigin, stamp: EncoderStamp, process: ModelProcess | None) -> RemoteEncoder:
    try:
        installed.require()
        check_origin(origin, stamp)
    except ModelError as error:
        raise EncoderUnavailable(str(error)) from error
    spec = EncoderSpec(origin.folder, prefixes=origin.prefixes, max_tokens=origin.max_tokens)
    return RemoteEncoder(spec, stamp.id, process)
