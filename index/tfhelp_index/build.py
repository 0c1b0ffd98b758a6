"""From a corpus to a bundle on disk; an unfinished build never replaces a finished one."""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from tfhelp_corpus.signature import MIN_LITERAL_CHARS, literal_parts

from . import database, encoder
from .dense import DenseIndex
from .errors import BundleError
from .libraries import import_library
from .manifest import DATABASE, FORMAT, MANIFEST, VECTORS, EncoderOrigin, EncoderStamp, Manifest, canonical, stamp_of
from .passages import CHUNKER_VERSION, passages_of
from .signatures import CompiledSignature, whole_words
from .terms import terms

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from tfhelp_corpus.corpus import Corpus
    from tfhelp_corpus.entry import Entry

    from .encoder import Encoder
    from .passages import Passage

Progress = Callable[[int, int], None]
"""Called with passages done and passages in all."""


@runtime_checkable
class BatchEncoder(Protocol):
    """An encoder that wants many texts at once, and whose vectors do not depend on what shares a batch."""

    def encode_all(self, texts: Sequence[str], kind: encoder.Kind, progress: Progress) -> NDArray[np.float32]:
        """One unit vector a text, shape (n, dim), float32; ``progress`` counts these texts."""


def build(
    corpus: Corpus,
    out: Path,
    model: Encoder,
    stamp: EncoderStamp,
    name: str,
    progress: Progress | None = None,
    origin: EncoderOrigin | None = None,
) -> Manifest:
    """Write the bundle of a corpus.

    Args:
        corpus: the entries.
        out: the folder to write; an index that is already there is replaced in one step at the end.
        model: embeds the passages.
        stamp: names that encoder in the manifest.
        name: what results from this index give as their source.
        progress: told how many passages are embedded.
        origin: where the encoder was found if it is not the packaged one.

    Raises:
        BundleError: ``out`` exists and is no index, or cannot be written.
        LegUnavailable: numpy or faiss does not work here.
    """
    _refuse_foreign(out)
    passages = [passage for ordinal, entry in enumerate(corpus.entries) for passage in passages_of(entry, ordinal)]
    vectors = embed(passages, model, progress)
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        work = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
    except OSError as error:
        raise BundleError(
            f"{out.parent} cannot be written to: {error.strerror}.", "Name another folder with --out."
        ) from None
    try:
        database.write(work / DATABASE, corpus.entries, passages, compile_signatures(corpus.entries))
        (work / VECTORS).write_bytes(DenseIndex.build(vectors).to_bytes())
        manifest = _describe(corpus, passages, work, stamp, name, origin)
        manifest.write(work)
        _swap_in(work, out)
    except (OSError, sqlite3.Error) as error:
        reason = getattr(error, "strerror", None) or error
        raise BundleError(
            f"The index could not be written to {out}: {reason}.", "What was there before is kept."
        ) from error
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return manifest


def _describe(
    corpus: Corpus,
    passages: Sequence[Passage],
    folder: Path,
    stamp: EncoderStamp,
    name: str,
    origin: EncoderOrigin | None,
) -> Manifest:
    """The manifest of the files that lie in ``folder``."""
    return Manifest(
        format=FORMAT,
        name=name,
        encoder=stamp,
        chunker=CHUNKER_VERSION,
        counts={
            "entries": len(corpus.entries),
            "passages": len(passages),
            "signatures": sum(len(entry.signatures) for entry in corpus.entries),
        },
        date=corpus.date,
        newest=corpus.newest,
        content=content_hash(corpus.entries, passages, stamp),
        files={file: stamp_of(folder / file) for file in (DATABASE, VECTORS)},
        origin=origin,
    )


def embed(passages: Sequence[Passage], model: Encoder, progress: Progress | None = None) -> NDArray[np.float32]:
    """Vectors of all passages, shape (n, d), float32.

    A `BatchEncoder` gets all texts of one kind at once; any other gets each text alone, because the scales of int8
    arithmetic depend on the batch.
    """
    numpy = import_library("numpy", "ndarray")
    if isinstance(model, BatchEncoder):
        return _embed_by_kind(passages, model, progress or (lambda _done, _total: None))
    rows = []
    for done, passage in enumerate(passages, start=1):
        rows.append(model.encode([passage.text], kind_of(passage))[0])
        if progress:
            progress(done, len(passages))
    vectors: NDArray[np.float32] = numpy.stack(rows).astype(numpy.float32)
    return vectors


def kind_of(passage: Passage) -> encoder.Kind:
    """A question is embedded as one: it is compared with questions."""
    return "query" if passage.role == "question" else "passage"


def _embed_by_kind(passages: Sequence[Passage], model: BatchEncoder, progress: Progress) -> NDArray[np.float32]:
    import numpy as np

    vectors: NDArray[np.float32] | None = None
    done = 0
    kinds: tuple[encoder.Kind, ...] = ("query", "passage")
    for kind in kinds:
        ordinals = [ordinal for ordinal, passage in enumerate(passages) if kind_of(passage) == kind]
        if not ordinals:
            continue
        texts, before = [passages[ordinal].text for ordinal in ordinals], done
        found = model.encode_all(texts, kind, lambda count, _, before=before: progress(before + count, len(passages)))  # type: ignore[misc]
        if vectors is None:
            vectors = np.empty((len(passages), found.shape[1]), np.float32)
        vectors[ordinals] = found
        done += len(ordinals)
    assert vectors is not None, "a corpus has entries, and an entry has passages"
    return vectors


def compile_signatures(entries: Sequence[Entry]) -> list[CompiledSignature]:
    """Literal parts, anchor, word and weight of every signature.

    A part that several entries share says less: its length counts divided by their number.
    """
    owners: dict[str, set[int]] = defaultdict(set)
    speakers: dict[str, set[int]] = defaultdict(set)
    parsed = [(n, s.pattern, literal_parts(s.pattern)) for n, entry in enumerate(entries) for s in entry.signatures]
    for ordinal, _, literals in parsed:
        for literal in literals:
            owners[literal].add(ordinal)
        for word in whole_words(literals):
            speakers[word].add(ordinal)
    compiled = []
    for ordinal, pattern, literals in parsed:
        long_enough = [literal for literal in literals if len(literal) >= MIN_LITERAL_CHARS]
        anchor = min(long_enough, key=lambda literal: (len(owners[literal]), -len(literal), literal))
        word = min(whole_words(literals), key=lambda word: (len(speakers[word]), -len(word), word), default="")
        weight = sum(len(literal) / len(owners[literal]) for literal in literals)
        compiled.append(CompiledSignature(ordinal, pattern, literals, anchor, word, weight))
    return compiled


def content_hash(entries: Sequence[Entry], passages: Sequence[Passage], stamp: EncoderStamp) -> str:
    """sha256 over what the bundle says and how it is searched, in canonical form.

    It depends on entries, passages, terms, signatures and encoder, and on no machine, SQLite or FAISS version: a
    bundle that was built before one of them changed shows it.
    """
    digest = hashlib.sha256(canonical({"chunker": CHUNKER_VERSION, "encoder": asdict(stamp)}))
    items: list[Entry | Passage] = [*entries, *passages]
    for item in items:
        data = asdict(item)
        if data.get("verified"):
            data["verified"]["date"] = data["verified"]["date"].isoformat()
        digest.update(canonical(data))
    for entry in entries:
        for language in sorted(entry.texts):
            for text in database.lexical_fields(entry, language):
                digest.update(canonical(terms(text)))
    digest.update(canonical([asdict(signature) for signature in compile_signatures(entries)]))
    return digest.hexdigest()


def _refuse_foreign(out: Path) -> None:
    """Never replace a folder that is no index."""
    names = {path.name for path in out.iterdir()} if out.is_dir() else set()
    if names and (not {DATABASE, VECTORS} & names or names - {MANIFEST, DATABASE, VECTORS}):
        raise BundleError(f"{out} holds something else than an index.", "Name an empty or new folder with --out.")
    if out.exists() and not out.is_dir():
        raise BundleError(f"{out} is a file.", "Name a folder with --out.")


def _swap_in(work: Path, out: Path) -> None:
    """Put the finished folder in place: flushed to disk first, then renamed, so that a kill leaves old or new."""
    work.chmod(0o755)
    for path in [*work.iterdir(), work]:
        _flush(path)
    if out.exists() and _exchange(work, out):
        _flush(out.parent)
        shutil.rmtree(work, ignore_errors=True)
        return
    old = work.with_name(work.name + "-old")
    if out.exists():
        out.rename(old)
    try:
        work.rename(out)
    except OSError:
        if old.exists():
            old.rename(out)
        raise
    _flush(out.parent)
    shutil.rmtree(old, ignore_errors=True)


def _exchange(first: Path, second: Path) -> bool:
    """Swap two folders in one step, so that no moment is without an index; False where the system cannot.

    Linux has it as ``renameat2`` with RENAME_EXCHANGE (glibc 2.28). Elsewhere a kill between two renames leaves the
    old index beside its place, under a name that ends in ``-old``.
    """
    if sys.platform != "linux":
        return False
    import ctypes

    here, exchange = -100, 2  # AT_FDCWD, RENAME_EXCHANGE
    try:
        swap = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError):
        return False
    return int(swap(here, os.fsencode(first), here, os.fsencode(second), exchange)) == 0


def _flush(path: Path) -> None:
    """Wait until a file or a folder is on the disk."""
    is_folder = path.is_dir()
    if os.name == "nt" and is_folder:
        return  # Windows cannot open a folder to flush it
    handle = os.open(path, os.O_RDONLY if is_folder else os.O_RDWR)  # Windows flushes only what may be written
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
