"""The file that keeps what the model process writes to its stderr: the newest megabyte, for its user's eyes only."""

from __future__ import annotations

import datetime as dt
import os
from typing import IO, TYPE_CHECKING

from tfhelp import settings
from tfhelp.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

NAME = "model-process.log"
MAX_BYTES = 1_000_000

_FLAGS = os.O_RDWR | os.O_CREAT | os.O_APPEND
_EXTRA = ("O_CLOEXEC", "O_NOFOLLOW", "O_BINARY")  # each is missing somewhere


class ProcessLog:
    """A log that several programs may share, and that never stands in the way: what cannot be written is dropped.

    Args:
        path: the file; ``model-process.log`` in the state folder when it is not given.
        max_bytes: what the file never grows beyond; when it would, its older half goes.
    """

    def __init__(self, path: Path | None = None, max_bytes: int = MAX_BYTES) -> None:
        self._path = path
        self._max_bytes = max_bytes

    @property
    def name(self) -> str:
        """What to tell the user; ``-`` when there is no folder for it."""
        try:
            return str(self._file())
        except UsageError:
            return "-"

    def note(self, text: str) -> None:
        """Append a line of our own, with the time."""
        self.append(f"--- {dt.datetime.now().astimezone():%Y-%m-%d %H:%M:%S} {text}\n".encode())

    def append(self, data: bytes) -> None:
        """Append what the process wrote."""
        try:
            descriptor = os.open(self._file(), _FLAGS | sum(getattr(os, name, 0) for name in _EXTRA), 0o600)
            with os.fdopen(descriptor, "r+b", buffering=0) as file:
                if hasattr(os, "fchmod"):
                    os.fchmod(descriptor, 0o600)
                if file.seek(0, os.SEEK_END) + len(data) > self._max_bytes:
                    data = self._shortened(file, data)
                file.write(data)
        except (OSError, UsageError):
            return

    def _file(self) -> Path:
        if self._path is None:
            self._path = settings.state_folder() / NAME
        return self._path

    def _shortened(self, file: IO[bytes], data: bytes) -> bytes:
        """Empty the file; the newest half of what may stand in it, from the beginning of a line."""
        half = self._max_bytes // 2
        file.seek(-min(half, file.seek(0, os.SEEK_END)), os.SEEK_END)
        tail = ((file.read() or b"") + data)[-half:]
        file.truncate(0)
        return tail[tail.find(b"\n") + 1 :]
