"""The SHA-256 of large files, remembered in the cache: reading 2 GB takes seconds, and a question should not wait."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from pathlib import Path
from typing import Any

from .cache import cache_folder

SMALL_BYTES = 1_000_000
"""Up to here a file is hashed each time: that is as fast as looking it up."""

_MEMORY = "file-hashes.json"


def sha256(path: Path, cache: Path | None = None) -> str:
    """The SHA-256 of a file, in hexadecimal digits; of a large one it is remembered.

    It counts as long as the size and both times of the file stay what they are; the time of the last change of any
    kind is one of them, because a copy may be given the times of another file. A memory that is damaged, or cannot be
    written, costs time and nothing else.

    Args:
        path: the file.
        cache: where the memory lies; None for `cache_folder`.

    Raises:
        OSError: the file cannot be read.
    """
    state = path.stat()
    if state.st_size <= SMALL_BYTES:
        return exact(path)
    cache = cache or cache_folder()
    name, stamp = str(path.resolve()), [state.st_size, state.st_mtime_ns, state.st_ctime_ns]
    known = _known(cache)
    entry = known.get(name)
    if isinstance(entry, list) and entry[:-1] == stamp and isinstance(entry[-1], str):
        return entry[-1]
    found = exact(path)
    _remember(cache, {**known, name: [*stamp, found]})
    return found


def exact(path: Path) -> str:
    """The SHA-256 of a file as it is now; raises `OSError`."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _known(cache: Path) -> dict[str, Any]:
    try:
        data = json.loads((cache / _MEMORY).read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    return data if isinstance(data, dict) else {}


def _remember(cache: Path, entries: dict[str, Any]) -> None:
    """Write the memory, without the files that are gone; another process that does so too may win."""
    temporary = cache / f".{_MEMORY}.{os.getpid()}"
    with contextlib.suppress(OSError, ValueError):
        cache.mkdir(parents=True, exist_ok=True)
        kept = {name: entry for name, entry in entries.items() if Path(name).exists()}
        temporary.write_text(json.dumps(kept), encoding="utf-8")
        temporary.replace(cache / _MEMORY)
