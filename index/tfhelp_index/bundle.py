"""A bundle: an index on disk, opened read-only after its hashes were checked."""

from __future__ import annotations

import sqlite3
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from . import encoder as encoders
from .database import Database
from .dense import DenseIndex
from .errors import BundleError, EncoderUnavailable
from .lexical import LexicalIndex
from .manifest import DATABASE, VECTORS, EncoderStamp, Manifest

if TYPE_CHECKING:
    from tfhelp_corpus.entry import Language


DATA = Path(__file__).parent / "data"
PACKAGED_BUNDLE = DATA / "bundle"
PACKAGED_ENCODER = DATA / "encoder"


class Bundle:
    """An open index. Parts are read when they are first needed, each after its hash was compared."""

    def __init__(self, folder: Path, manifest: Manifest, database: Database) -> None:
        self.folder = folder
        self.manifest = manifest
        self.database = database

    @classmethod
    def open(cls, folder: Path, encoder: EncoderStamp | None, *, foreign: bool = False) -> Bundle:
        """Check and open an index.

        Args:
            folder: where it lies.
            encoder: what questions will be embedded with; None if there is none, and the dense leg is off.
            foreign: the caller embeds questions with the encoder that `Manifest.origin` names, where it names one.

        Raises:
            BundleError: missing, damaged, of another format, or made for another encoder.
        """
        manifest = Manifest.read(folder)
        own = foreign and manifest.origin is not None
        if encoder and encoder != manifest.encoder and not own:
            raise BundleError(
                f"The index in {folder} was made with the encoder {_name(manifest.encoder)}, "
                f"this tfhelp has {_name(encoder)}: their vectors cannot be compared.",
                "Build it again with 'tfhelp index build'.",
            )
        for name in (DATABASE, VECTORS):
            manifest.check_file(folder, name)
        try:
            database = Database.open(folder / DATABASE)
        except sqlite3.Error as error:
            raise BundleError(f"The database of the index in {folder} cannot be opened: {error}.") from None
        try:
            rows = database.connection.execute("SELECT count(*) FROM entries").fetchone()[0]
        except sqlite3.Error as error:
            database.close()
            raise BundleError(f"The database of the index in {folder} cannot be read: {error}.") from None
        if rows != manifest.counts["entries"]:
            database.close()
            raise BundleError(f"The index in {folder} has {rows} entries, not {manifest.counts['entries']}.")
        return cls(folder, manifest, database)

    @property
    def packaged(self) -> bool:
        """Whether it is the one that ships with tfhelp."""
        return self.folder == PACKAGED_BUNDLE

    @cached_property
    def rows(self) -> list[tuple[int, Language]]:
        """Entry and language of each full-text row."""
        return self.database.rows()

    @cached_property
    def passage_entries(self) -> list[int]:
        """Entry of each passage."""
        return self.database.passage_entries()

    @cached_property
    def lexical(self) -> LexicalIndex:
        """The full-text table."""
        return LexicalIndex(self.database.connection, len(self.rows))

    @cached_property
    def dense(self) -> DenseIndex:
        """The vectors.

        Raises:
            LegUnavailable: numpy or faiss does not work here.
            BundleError: the vectors do not fit the manifest.
        """
        data = (self.folder / VECTORS).read_bytes()
        return DenseIndex.from_bytes(data, self.manifest.encoder.dim, self.manifest.counts["passages"])

    def close(self) -> None:
        """Close the database."""
        self.database.close()


def _name(stamp: EncoderStamp) -> str:
    return f"{stamp.id} ({stamp.fingerprint[:8]})"


def packaged_stamp() -> EncoderStamp | None:
    """The stamp of the encoder that ships with tfhelp, None when its description cannot be read."""
    try:
        return encoders.stamp(PACKAGED_ENCODER)
    except EncoderUnavailable:
        return None
