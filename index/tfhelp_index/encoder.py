"""The query encoder: texts in, unit vectors out. The only module that imports onnxruntime.

The packaged encoder is intfloat/multilingual-e5-small, cut to the vocabulary of English, Chinese and code, in int8
(`index/encoder/README.md` says how it is made). As that model was trained, a question starts with ``query: `` and a
text that is searched with ``passage: ``; the vector is the normalized mean over the tokens (Wang et al.,
"Multilingual E5 Text Embeddings", arXiv:2402.05672).
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Literal, Protocol

from .errors import EncoderUnavailable, LegUnavailable
from .libraries import import_library
from .manifest import EncoderStamp, FileStamp, stamp_of
from .unigram import UnigramTokenizer

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path
    from types import ModuleType

    import numpy as np
    from numpy.typing import NDArray
    from onnxruntime import InferenceSession

Kind = Literal["query", "passage"]
"""What a text is: a question, or something that is searched."""

DESCRIPTION, VOCABULARY, GRAPH = "encoder.json", "vocabulary.bin", "model.onnx"
FORMAT = 1
"""Goes up whenever an older tfhelp could not use a new encoder folder."""

_CHARS_PER_TOKEN = 32
"""Texts are cut to this many characters a token before they are split; the longest pieces have 16."""


class Encoder(Protocol):
    """Anything that turns texts into unit vectors."""

    @property
    def id(self) -> str:
        """Names the model: vectors of different ids cannot be compared."""

    @property
    def dim(self) -> int:
        """Length of a vector."""

    def encode(self, texts: Sequence[str], kind: Kind) -> NDArray[np.float32]:
        """One unit vector a text, shape (n, dim), float32."""


@dataclass(frozen=True, slots=True)
class Description:
    """What ``encoder.json`` says."""

    format: int
    id: str
    dim: int
    prefixes: Mapping[str, str]
    """Put before a text, by kind."""
    max_tokens: Mapping[str, int]
    """Longer texts lose their tail, by kind; the two end tokens count."""
    files: Mapping[str, FileStamp]
    """Hash and length of each file, by name."""

    @classmethod
    def read(cls, folder: Path) -> Description:
        """Read ``encoder.json`` alone; `EncoderUnavailable` if there is none, or a damaged one, or another format."""
        path = folder / DESCRIPTION
        try:
            data = json.loads(path.read_bytes())
            data["files"] = {name: FileStamp(**stamp) for name, stamp in data["files"].items()}
            found = cls(**{field.name: data[field.name] for field in fields(cls)})
        except FileNotFoundError:
            raise _unusable(f"There is no encoder in {folder}: {DESCRIPTION} is missing.") from None
        except OSError as error:
            raise _unusable(f"{path} cannot be read: {error.strerror}.") from None
        except (ValueError, KeyError, TypeError, AttributeError):
            raise _unusable(f"{path} is damaged.") from None
        if found.format != FORMAT:
            raise _unusable(f"The encoder in {folder} has format {found.format}, this tfhelp reads {FORMAT}.")
        return found

    def check_sizes(self, folder: Path) -> None:
        """Raise `EncoderUnavailable` if a file is missing or has another length; none is read."""
        for name, expected in self.files.items():
            path = folder / name
            try:
                size = path.stat().st_size
            except OSError:
                raise _unusable(f"The encoder in {folder} lacks its file {name}.") from None
            if size != expected.bytes:
                raise _unusable(f"{path} has {size:,} bytes, not {expected.bytes:,}: it is cut off or was changed.")


def stamp(folder: Path) -> EncoderStamp:
    """Name the encoder in a folder without loading it; raises what `Description.read` raises."""
    description = Description.read(folder)
    hashes = "".join(f"{name} {description.files[name].sha256}\n" for name in sorted(description.files))
    return EncoderStamp(description.id, hashlib.sha256(hashes.encode()).hexdigest(), description.dim)


def verify(folder: Path) -> None:
    """Compare every file with its hash: 38 MB in small pieces, about 30 ms, and memory stays as it was.

    Raises:
        EncoderUnavailable: a file is missing, cut off or changed.
    """
    description = Description.read(folder)
    description.check_sizes(folder)
    for name, expected in description.files.items():
        path = folder / name
        try:
            found = stamp_of(path).sha256
        except OSError as error:
            raise _unusable(f"{path} cannot be read: {error.strerror}.") from None
        if found != expected.sha256:
            raise _unusable(f"{path} is damaged: its content does not fit its hash.")


class OnnxEncoder:
    """The packaged encoder, run by onnxruntime on the CPU."""

    def __init__(self, description: Description, session: InferenceSession, tokenizer: UnigramTokenizer) -> None:
        self.id, self.dim = description.id, description.dim
        self._description = description
        self._session = session
        self._tokenizer = tokenizer

    @classmethod
    def open(cls, folder: Path, *, lasting: bool = False) -> OnnxEncoder:
        """Load the encoder in ``folder``; lengths of files are compared here, hashes by `verify`.

        Args:
            folder: where its files lie.
            lasting: spend 25 ms more on loading to save 10 to 15 % of every text; vectors are the same.

        Raises:
            EncoderUnavailable: a file is missing, damaged or unfit, or a library fails to import.
        """
        description = Description.read(folder)
        description.check_sizes(folder)
        try:
            import_library("numpy", "ndarray")
            onnxruntime = import_library("onnxruntime", "InferenceSession")
        except LegUnavailable as error:
            raise EncoderUnavailable(error.message, error.hint) from error
        try:
            session = _session(onnxruntime, folder / GRAPH, repack=lasting)
            tokenizer = UnigramTokenizer.open(folder / VOCABULARY)
        except Exception as error:  # onnxruntime raises a dozen classes of its own
            reason = next(iter(str(error).splitlines()), type(error).__name__)
            raise _unusable(f"The encoder in {folder} cannot be loaded: {reason}") from error
        return cls(description, session, tokenizer)

    def encode(self, texts: Sequence[str], kind: Kind) -> NDArray[np.float32]:
        """Encode each text alone: int8 scales depend on what shares a batch, and a vector must not.

        Args:
            texts: any strings, empty ones too; tails beyond 128 (query) or 512 tokens (passage) are cut off.
            kind: what the texts are.

        Returns:
            Unit vectors, shape (len(texts), dim), float32.
        """
        import numpy as np

        vectors = np.empty((len(texts), self.dim), dtype=np.float32)
        for row, text in enumerate(texts):
            ids = np.array([self.tokens(text, kind)], dtype=np.int64)
            vectors[row] = self._session.run(None, {"input_ids": ids})[0][0]
        return vectors

    def tokens(self, text: str, kind: Kind) -> list[int]:
        """Token ids of a text with its prefix, ``<s> … </s>``, at most as many as ``kind`` allows."""
        limit = self._description.max_tokens[kind]
        ids = self._tokenizer.encode(self._description.prefixes[kind] + text[: limit * _CHARS_PER_TOKEN])
        return ids if len(ids) <= limit else [*ids[: limit - 1], ids[-1]]


def _unusable(problem: str) -> EncoderUnavailable:
    return EncoderUnavailable(problem, "Reinstall tfhelp: its encoder is part of the package.")


def _session(onnxruntime: ModuleType, path: Path, *, repack: bool) -> InferenceSession:
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 4  # only what is fatal: stderr is for people
    # Two threads save 40 % of a question's time. A stated number also keeps onnxruntime from pinning threads to
    # processors, which containers forbid; and waiting threads must not burn a processor between two questions.
    options.intra_op_num_threads = 2
    options.inter_op_num_threads = 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    # The graph was optimized when it was made, and weights are used where the file is mapped: 10 ms instead of 80.
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    options.add_session_config_entry("session.disable_prepacking", "0" if repack else "1")
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
