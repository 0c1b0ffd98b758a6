"""The replies to one request, as they come."""

from __future__ import annotations

import queue
import threading
from typing import TYPE_CHECKING

from .protocol import Done

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

    from .errors import ModelError
    from .protocol import Encode, Frame, Generate

_POLL_SECONDS = 0.2
"""On Windows a wait without an end would not hear Ctrl-C."""


class Stream:
    """Iterates the frames of a request, the last one is `Done`; every other end is a `ModelError`.

    One thread iterates; `cancel` may be called from any. As a context manager it cancels what is left undone.
    """

    def __init__(self, number: int, request: Encode | Generate, cancel: Callable[[Stream], None]) -> None:
        self.number = number
        self.request = request
        self.started = False
        """Whether a reply has come: the process sends one as soon as it takes a request up."""
        self.moved = False
        """Whether it was the oldest one when its process ended, and was put to another."""
        self._cancel = cancel
        self._items: queue.SimpleQueue[Frame | ModelError] = queue.SimpleQueue()
        self._closed = threading.Event()
        self._finished = False

    def __iter__(self) -> Stream:
        return self

    def __next__(self) -> Frame:
        if self._finished:
            raise StopIteration
        item = self._wait()
        if isinstance(item, Exception):
            self._finished = True
            raise item
        self._finished = isinstance(item.message, Done)
        return item

    def __enter__(self) -> Stream:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.cancel()

    def cancel(self) -> None:
        """End at once: iterating raises `ModelError` (``cancelled``); the process is told, and is not waited for."""
        self._cancel(self)

    @property
    def closed(self) -> bool:
        """Whether nothing more will be delivered."""
        return self._closed.is_set()

    def deliver(self, frame: Frame) -> None:
        """Add a reply; for the process's side."""
        if not self.closed:
            self.started = True
            if isinstance(frame.message, Done):
                self._closed.set()
            self._items.put(frame)

    def fail(self, error: ModelError) -> None:
        """End it with an error; for the process's side."""
        if not self.closed:
            self._closed.set()
            self._items.put(error)

    def _wait(self) -> Frame | ModelError:
        while True:
            try:
                return self._items.get(timeout=_POLL_SECONDS)
            except queue.Empty:
                continue
