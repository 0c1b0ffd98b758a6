"""What a handler knows of the request that it serves: how to reply, and whether anybody still waits."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from tfhelp.models.protocol import Frame

if TYPE_CHECKING:
    from collections.abc import Callable

    from tfhelp.models.protocol import Reply


class JobCancelled(Exception):
    """Nobody waits for this job any more; the loop reports it as ``cancelled``."""


class JobFailed(Exception):
    """A job cannot be done: a key of `tfhelp.models.words`, and its values."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.values = {name: str(value) for name, value in values.items()}


class Job:
    """One request at work. `cancel` may be called from any thread; the rest belongs to the thread that works.

    Args:
        number: the request's id.
        send: takes a frame to the parent; safe for threads.
    """

    def __init__(self, number: int, send: Callable[[Frame], None]) -> None:
        self.number = number
        self._send = send
        self._cancelled = threading.Event()

    def send(self, message: Reply, payload: bytes = b"") -> None:
        """Reply with a message, and with bytes after it."""
        self._send(Frame(self.number, message, payload))

    def cancelled(self) -> bool:
        """Whether to stop; ask at least every 0.3 s of work, and then raise `JobCancelled` (or call `check`)."""
        return self._cancelled.is_set()

    def check(self) -> None:
        """Go on, or raise `JobCancelled`."""
        if self.cancelled():
            raise JobCancelled

    def cancel(self) -> None:
        """Ask the handler to stop."""
        self._cancelled.set()
