"""Where models that were converted are kept."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import time
from dataclasses import dataclass
from pathlib import Path

SEAL = "converted.json"
"""In every folder that a GGUF file was converted to, written last."""

_STALE_SECONDS = 6 * 3600


@dataclass(frozen=True, slots=True)
class Kept:
    """A model that was converted."""

    folder: Path
    source: str
    """Name of the GGUF file that it was converted from; empty for the packaged encoder."""
    bytes: int


def cache_folder() -> Path:
    """``TFHELP_CACHE``, else the user's cache folder; nothing is made."""
    if own := os.environ.get("TFHELP_CACHE"):
        return Path(own)
    import platformdirs

    return platformdirs.user_cache_path("tfhelp", appauthor=False)


def sweep(cache: Path) -> None:
    """Remove what was left half written by a process that was killed some time ago."""
    for pattern in (".gguf-*", ".encoder-*"):
        for path in cache.glob(pattern):
            with contextlib.suppress(OSError):
                if path.is_dir() and time.time() - path.stat().st_mtime > _STALE_SECONDS:
                    shutil.rmtree(path, ignore_errors=True)


def kept(cache: Path) -> list[Kept]:
    """What lies in the cache, by name; nothing where it cannot be read."""
    found = []
    with contextlib.suppress(OSError):
        for folder in sorted(path for pattern in ("encoder-*", "gguf-*") for path in cache.glob(pattern)):
            sizes = [path.stat().st_size for path in folder.rglob("*") if path.is_file()]
            if sizes:
                found.append(Kept(folder, _source(folder), sum(sizes)))
    return found


def _source(folder: Path) -> str:
    with contextlib.suppress(OSError, ValueError, AttributeError):
        return str(json.loads((folder / SEAL).read_bytes()).get("source", ""))
    return ""
