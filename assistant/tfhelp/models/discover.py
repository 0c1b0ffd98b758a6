"""Which models lie on this machine: the Hugging Face cache and the folders that the user named, by their headers."""

from __future__ import annotations

import contextlib
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from .cache import SEAL
from .errors import ModelError
from .unusable import Unusable
from .writer_facts import WriterFacts, writer_facts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

MAX_DEPTH = 5
MAX_SEEN = 100_000
"""Files and folders looked at below a folder; whoever names their whole disk gets an answer too."""

_HUB_PREFIX = "models--"


@dataclass(frozen=True, slots=True)
class Found:
    """A model that was found, usable or not."""

    path: Path
    name: str
    facts: WriterFacts | None
    """None where it cannot be used."""
    fault: Unusable | None = None


def hub_places() -> list[Path]:
    """Where the Hugging Face libraries would keep what they downloaded, as their variables say."""
    named = os.environ.get("HF_HUB_CACHE") or os.environ.get("HUGGINGFACE_HUB_CACHE")
    home = os.environ.get("HF_HOME")
    cache = Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache")
    places = [Path(named)] if named else [Path(home) / "hub"] if home else [cache / "huggingface" / "hub"]
    if old := os.environ.get("TRANSFORMERS_CACHE"):
        places.append(Path(old))
    return [expanded(place) for place in places]


def discover(folders: Sequence[Path] = ()) -> list[Found]:
    """All models that write, or that would if something were not in the way, sorted by name.

    Args:
        folders: searched besides the Hugging Face cache, with what lies below them. A folder that is itself a hub
            cache is read as one.
    """
    found: dict[Path, Found] = {}
    for name, path in _candidates(folders):
        with contextlib.suppress(OSError):  # it went away, or cannot be read: there is nothing to say about it
            model = _look(name, path)
            if model is not None:
                found.setdefault(path.resolve(), model)
    return sorted(found.values(), key=lambda model: (model.name.lower(), str(model.path)))


def resolve(named: str, folders: Sequence[Path] = ()) -> Path:
    """The model that is meant: a path, else the name of one that is found.

    Raises:
        ModelError: there is none (``no_model``).
    """
    path = expanded(Path(named))
    with contextlib.suppress(OSError, ValueError):
        if path.exists():
            return path.absolute()
        if path.is_symlink():
            raise ModelError("broken_link", file=path, target=os.path.realpath(path))
    wanted = named.strip().lower()
    for name, candidate in _candidates(folders):
        if wanted in (name.lower(), name.lower().rpartition("/")[2]):
            return candidate
    raise ModelError("no_model", model=named)


def examine(path: Path, name: str = "") -> WriterFacts:
    """The facts of one model.

    Raises:
        ModelError: it cannot be used, with the reason.
    """
    try:
        return writer_facts(path, name)
    except Unusable as fault:
        raise ModelError(fault.code, None, **fault.values) from None
    except OSError as error:
        raise ModelError("weights_unreadable", file=path, why=error.strerror or error) from None


def _look(name: str, path: Path) -> Found | None:
    """What is there; None for a model that was never meant to write, such as an encoder."""
    try:
        return Found(path, name, writer_facts(path, name))
    except Unusable as fault:
        return None if fault.code in ("not_a_writer", "adapter_only") else Found(path, name, None, fault)


def _candidates(folders: Iterable[Path]) -> Iterator[tuple[str, Path]]:
    """Names and paths of what looks like a model."""
    for hub in hub_places():
        yield from _of_hub(hub)
    for folder in folders:
        place = expanded(folder)
        if place.is_file():
            yield place.stem, place
        yield from _of_hub(place)
        yield from _below(place)


def _of_hub(hub: Path) -> Iterator[tuple[str, Path]]:
    for repository in _entries(hub):
        if repository.name.startswith(_HUB_PREFIX) and (snapshot := _snapshot(Path(repository.path))):
            name = repository.name.removeprefix(_HUB_PREFIX).replace("--", "/")
            files = _ggufs(_entries(str(snapshot)))
            if (snapshot / "config.json").is_file() or not files:
                yield name, snapshot
            for file in files:
                yield f"{name}/{file.stem}", file


def _snapshot(repository: Path) -> Path | None:
    """The snapshot that ``main`` names, else the newest one."""
    with contextlib.suppress(OSError, ValueError):
        commit = (repository / "refs" / "main").read_text().strip()
        if commit and _is_folder(repository / "snapshots" / commit):
            return repository / "snapshots" / commit
    snapshots = [entry for entry in _entries(str(repository / "snapshots")) if entry.is_dir()]
    with contextlib.suppress(OSError):
        newest = max(snapshots, key=lambda entry: (entry.stat().st_mtime, entry.name), default=None)
        return Path(newest.path) if newest else None
    return None


def _below(root: Path) -> Iterator[tuple[str, Path]]:
    """Models in a folder of the user's: folders with a ``config.json``, and GGUF files."""
    seen = 0
    waiting = [(root, 0)]
    while waiting and seen < MAX_SEEN:
        folder, depth = waiting.pop()
        entries = _entries(str(folder))
        seen += len(entries)
        names = {entry.name for entry in entries}
        if "config.json" in names and SEAL not in names:
            yield (folder.resolve().name if folder == root else folder.relative_to(root).as_posix()), folder
        for file in _ggufs(entries):
            yield (file.stem if folder == root else f"{folder.relative_to(root).as_posix()}/{file.stem}"), file
        if depth < MAX_DEPTH and "config.json" not in names:
            below = [Path(entry.path) for entry in entries if _is_plain_folder(entry)]
            waiting += [(inner, depth + 1) for inner in reversed(below)]


def _ggufs(entries: Iterable[os.DirEntry[str]]) -> list[Path]:
    return [
        Path(entry.path)
        for entry in entries
        if entry.name.lower().endswith(".gguf") and not entry.name.startswith(".")
    ]


def _is_plain_folder(entry: os.DirEntry[str]) -> bool:
    """A folder to go into: no link, which could lead in a circle, and no hidden one, no cache of the hub's."""
    with contextlib.suppress(OSError):
        return entry.is_dir(follow_symlinks=False) and not entry.name.startswith((".", _HUB_PREFIX))
    return False


def _entries(folder: str | Path) -> list[os.DirEntry[str]]:
    """What is in a folder, by name; nothing where it cannot be read."""
    with contextlib.suppress(OSError, ValueError), os.scandir(folder) as entries:
        return sorted(entries, key=lambda entry: entry.name)
    return []


def _is_folder(path: Path) -> bool:
    with contextlib.suppress(OSError, ValueError):
        return path.is_dir()
    return False


def expanded(path: Path) -> Path:
    """The path with ``~`` replaced; as it is where there is no such home."""
    with contextlib.suppress(RuntimeError):  # no such user, no home
        return path.expanduser()
    return path
