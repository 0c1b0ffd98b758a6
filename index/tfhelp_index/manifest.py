"""The manifest of a bundle: what is in the folder, what it was made with, and hashes of both."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from .errors import BundleError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

FORMAT = 3
"""Goes up whenever an older tfhelp could not read a new bundle, or the other way round."""

MANIFEST = "manifest.json"
DATABASE = "passages.sqlite"
VECTORS = "vectors.faiss"

_REBUILD = "Build it again with 'tfhelp index build'; for the packaged index, reinstall tfhelp."


@dataclass(frozen=True, slots=True)
class EncoderStamp:
    """Which encoder made the vectors."""

    id: str
    fingerprint: str
    """sha256 over the hashes of the encoder's files, tokenizer included."""
    dim: int


@dataclass(frozen=True, slots=True)
class EncoderOrigin:
    """Where an encoder that is not the packaged one was found, and how texts are put into it."""

    folder: str
    """A sentence-transformers folder, as an absolute path."""
    prefixes: tuple[str, str]
    """Put before a query and before a passage."""
    max_tokens: tuple[int, int]
    """Of a query and of a passage."""


@dataclass(frozen=True, slots=True)
class FileStamp:
    """A file as it was written."""

    sha256: str
    bytes: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """Everything that is known about a bundle without opening its data."""

    format: int
    name: str
    """``bundled``, or the name of a user's own index; results carry it as their source."""
    encoder: EncoderStamp
    chunker: int
    counts: Mapping[str, int]
    date: str
    """The day of the newest verification among its entries (ISO 8601), empty if unknown."""
    newest: Mapping[str, str]
    """Newest release that the entries were checked against, by distribution name."""
    content: str
    """sha256 of entries, passages, encoder and chunker in canonical form: equal on every machine."""
    files: Mapping[str, FileStamp]
    """Of this copy: SQLite writes its own version into its files."""
    origin: EncoderOrigin | None = None
    """Of the encoder; None for the packaged one, and then it is not written."""

    def write(self, folder: Path) -> None:
        """Write ``manifest.json``, sealed with a hash of itself."""
        data = asdict(self)
        if self.origin is None:
            del data["origin"]
        data["self"] = _seal(data)
        (folder / MANIFEST).write_text(json.dumps(data, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")

    @classmethod
    def read(cls, folder: Path) -> Manifest:
        """Read and check ``manifest.json``.

        Raises:
            BundleError: no index there, another format, or a manifest that was changed.
        """
        try:
            raw = (folder / MANIFEST).read_bytes()
        except FileNotFoundError:
            raise BundleError(f"There is no index in {folder}.", f"It would hold a {MANIFEST}. {_REBUILD}") from None
        except OSError as error:
            raise BundleError(f"The index in {folder} cannot be read: {error.strerror}.") from None
        try:
            data = json.loads(raw)
            found = int(data["format"])
        except (ValueError, KeyError, TypeError, OverflowError, RecursionError):
            raise BundleError(f"The manifest of the index in {folder} is damaged.", _REBUILD) from None
        if found != FORMAT:
            age = "an older" if found < FORMAT else "a newer"
            raise BundleError(
                f"The index in {folder} has {age} format ({found}, this tfhelp reads {FORMAT}).", _REBUILD
            )
        if data.pop("self", None) != _seal(data):
            raise BundleError(f"The manifest of the index in {folder} was changed after it was written.", _REBUILD)
        try:
            data["encoder"] = EncoderStamp(**data["encoder"])
            data["files"] = {name: FileStamp(**stamp) for name, stamp in data["files"].items()}
            if origin := data.pop("origin", None):
                query, passage = origin["prefixes"]
                short, long = origin["max_tokens"]
                data["origin"] = EncoderOrigin(
                    str(origin["folder"]), (str(query), str(passage)), (int(short), int(long))
                )
            manifest = cls(**data)
            _ = (
                manifest.files[DATABASE],
                manifest.files[VECTORS],
                manifest.counts["entries"],
                manifest.counts["passages"],
            )
        except (TypeError, KeyError, AttributeError, ValueError):
            raise BundleError(
                f"The manifest of the index in {folder} lacks a field or has an odd one.", _REBUILD
            ) from None
        return manifest

    def check_file(self, folder: Path, name: str) -> None:
        """Compare one file with its stamp.

        Raises:
            BundleError: it is missing, has another size, or another content.
        """
        stamp = self.files[name]
        path = folder / name
        try:
            size = path.stat().st_size
            found = stamp_of(path).sha256 if size == stamp.bytes else ""
        except FileNotFoundError:
            raise BundleError(f"The index in {folder} lacks its file {name}.", _REBUILD) from None
        except OSError as error:
            raise BundleError(f"{path} cannot be read: {error.strerror}.") from None
        if size != stamp.bytes:
            raise BundleError(
                f"{path} has {size:,} bytes, not {stamp.bytes:,}: it is cut off or was changed.", _REBUILD
            )
        if found != stamp.sha256:
            raise BundleError(f"{path} is damaged: its content does not fit its hash.", _REBUILD)


def stamp_of(path: Path) -> FileStamp:
    """Hash a file without holding it in memory."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        return FileStamp(digest, file.tell())


def canonical(data: object) -> bytes:
    """JSON in one form only, for hashing."""
    return json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def _seal(data: Mapping[str, Any]) -> str:
    return hashlib.sha256(canonical({key: value for key, value in data.items() if key != "self"})).hexdigest()
