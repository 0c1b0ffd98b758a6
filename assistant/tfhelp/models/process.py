"""The model process as the rest of the program sees it: asked for something, it is there."""

from __future__ import annotations

import atexit
import itertools
import sys
import threading
from typing import TYPE_CHECKING

from . import installed
from .child import Child, End
from .errors import ModelError
from .log import ProcessLog
from .protocol import Cancel, Failed, Frame
from .stream import Stream
from .watch import Limits

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import TracebackType

    from tfhelp_corpus.entry import Language

    from .protocol import Encode, Generate

__all__ = ["Limits", "ModelProcess", "Stream"]


class ModelProcess:
    """Starts the process with the first request, and again when it has gone; all methods are safe for threads.

    Requests are served one after the other. When the process dies, the request that it served fails and the ones
    behind it go to the next process; after an idle while it ends by itself, and nobody notices.

    Args:
        language: of the errors; the locale's when it is not given.
        limits: how long it may take for what.
        command: what to start; the idle time is added as an argument.
        log: where its stderr goes.
    """

    def __init__(
        self,
        language: Language | None = None,
        *,
        limits: Limits | None = None,
        command: Sequence[str] = (sys.executable, "-P", "-m", "tfhelp.worker"),
        log: ProcessLog | None = None,
    ) -> None:
        self._language = language
        self._limits = limits or Limits()
        self._command = (*command, f"{self._limits.idle:g}")
        self._log = log or ProcessLog()
        self._numbers = itertools.count(1)
        self._lock = threading.RLock()
        self._child: Child | None = None
        self._streams: dict[int, Stream] = {}
        self._closed = False

    def __enter__(self) -> ModelProcess:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def pid(self) -> int | None:
        """Of the process that runs now."""
        with self._lock:
            return self._child.pid if self._child else None

    def request(self, request: Encode | Generate) -> Stream:
        """Send a request; does not wait for anything.

        Raises:
            ModelError: the process cannot be started (``unstartable``), or this was closed (``busy``).
        """
        with self._lock:
            if self._closed:
                raise self._error("busy")
            stream = Stream(next(self._numbers), request, self._cancel)
            self._put(stream)
            return stream

    def close(self) -> None:
        """End the process, for good; requests that still run end as ``cancelled``. Takes two seconds at most."""
        with self._lock:
            self._closed = True
            child, self._child = self._child, None
            streams, self._streams = list(self._streams.values()), {}
        for stream in streams:
            stream.fail(self._error("cancelled"))
        if child:
            child.close()
        atexit.unregister(self.close)

    def _put(self, stream: Stream) -> None:
        if self._child is None:
            try:
                self._child = Child(self._command, self._limits, self._log, self._heard, self._ended)
            except OSError as error:
                raise self._error("unstartable", why=error.strerror or str(error)) from None
            atexit.unregister(self.close)
            atexit.register(self.close)
        self._streams[stream.number] = stream
        self._child.send(Frame(stream.number, stream.request))

    def _cancel(self, stream: Stream) -> None:
        with self._lock:
            if stream.closed:
                return
            if self._streams.pop(stream.number, None) and self._child:
                self._child.send(Frame(0, Cancel(stream.number)))
            stream.fail(self._error("cancelled"))

    def _heard(self, child: Child, frame: Frame) -> None:
        with self._lock:
            stream = self._streams.get(frame.id)
            if child is not self._child or stream is None:
                return  # what was under way when it was cancelled
            if isinstance(frame.message, Failed):
                del self._streams[frame.id]
                stream.fail(self._error(frame.message.code, **frame.message.values))
                return
            stream.deliver(frame)
            if stream.closed:
                del self._streams[frame.id]

    def _ended(self, child: Child, end: End) -> None:
        with self._lock:
            if child is not self._child:
                return
            self._child = None
            streams, self._streams = list(self._streams.values()), {}
            for stream in streams:
                self._settle(stream, end)

    def _settle(self, stream: Stream, end: End) -> None:
        """After the end of its process: what was begun fails, what still waited goes to the next process.

        A request that comes just when the process ends by itself has waited, too. The oldest one moves only once, so
        that a process which dies before it takes anything up is not started forever.
        """
        oldest = stream.number == end.head
        if stream.started or (oldest and (stream.moved or end.code == "stuck")):
            stream.fail(self._error("died_code" if end.code == "idle" else end.code, **end.values))
            return
        stream.moved |= oldest
        try:
            self._put(stream)
        except ModelError as error:
            stream.fail(error)

    def _error(self, code: str, **values: str) -> ModelError:
        known = {"log": self._log.name, "command": installed.command()}
        return ModelError(code, self._language, **{**known, **values})
