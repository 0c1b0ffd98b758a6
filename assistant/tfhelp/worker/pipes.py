"""The two pipes to the parent, kept from everybody else in the process."""

from __future__ import annotations

import os
import sys
import threading
from typing import IO, NoReturn

from tfhelp.models import protocol


def claim() -> tuple[IO[bytes], IO[bytes]]:
    """Take stdin and stdout for frames; what a library prints from now on goes to the log."""
    source, sink = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    if sys.stdout is not None:
        sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr]
    return source, sink


class Outlet:
    """Sends frames, one at a time, from any thread; without a parent to read them the process ends."""

    def __init__(self, sink: IO[bytes]) -> None:
        self._sink = sink
        self._lock = threading.Lock()

    def send(self, frame: protocol.Frame) -> None:
        """Send a frame."""
        with self._lock:
            try:
                protocol.write(self._sink, frame)
            except OSError:
                leave()


def leave(code: int = 0) -> NoReturn:
    """End now, from any thread, and take along the workers of a pool: they would wait for work forever."""
    if multiprocessing := sys.modules.get("multiprocessing"):
        for process in multiprocessing.active_children():
            process.kill()
    os._exit(code)
