"""The process's main loop: takes requests from one pipe, has them served in order, and sends replies into another."""

from __future__ import annotations

import faulthandler
import importlib
import queue
import signal
import sys
import threading
import traceback
from typing import IO, TYPE_CHECKING, Final, NoReturn

from tfhelp.models import protocol
from tfhelp.models.protocol import Cancel, Done, Encode, Failed, Frame, Generate, Progress

from .jobs import Job, JobCancelled, JobFailed
from .offline import forbid_network
from .pipes import Outlet, claim, leave
from .pulse import Pulse

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

HANDLERS: Final[Mapping[type[Encode | Generate], tuple[str, str]]] = {
    Encode: ("tfhelp.worker.encoder", "encode"),
    Generate: ("tfhelp.worker.generator", "generate"),
}
"""Module and function for each request; imported with the first of its kind."""

BAD_REQUEST = 65
"""Exit code: what came down the pipe is no request."""


def run(
    handlers: Mapping[type[Encode | Generate], tuple[str, str]] = HANDLERS, idle_seconds: float = 600.0
) -> NoReturn:
    """Serve requests until the parent closes the pipe, or asks for nothing for a while; does not return."""
    source, sink = claim()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the program in front
    faulthandler.enable(file=2)
    forbid_network()
    outlet = Outlet(sink)
    pulse = Pulse(outlet.send)
    inlet = _Inlet(source, outlet.send)
    while True:
        try:
            request, job = inlet.jobs.get(timeout=idle_seconds)
        except queue.Empty:
            leave()
        _serve(request, job, handlers[type(request)])
        pulse.loaded()
        inlet.forget(job)


class _Inlet:
    """Reads requests in a thread of its own, so that a cancel is heard, and the parent's end, while a job runs."""

    def __init__(self, source: IO[bytes], send: Callable[[Frame], None]) -> None:
        self.jobs: queue.SimpleQueue[tuple[Encode | Generate, Job]] = queue.SimpleQueue()
        self._source = source
        self._send = send
        self._open: dict[int, Job] = {}
        threading.Thread(target=self._read, name="requests", daemon=True).start()

    def forget(self, job: Job) -> None:
        """The job is done; a cancel that comes now finds nothing."""
        self._open.pop(job.number, None)

    def _read(self) -> None:
        try:
            while frame := protocol.read(self._source):
                self._take(frame)
        except Exception:  # noqa: BLE001 - whatever it is, this process cannot be spoken to any more
            traceback.print_exc()
            leave(BAD_REQUEST)
        leave()

    def _take(self, frame: Frame) -> None:
        message = frame.message
        if isinstance(message, Cancel):
            if job := self._open.get(message.target):
                job.cancel()
        elif isinstance(message, Encode | Generate):
            job = self._open[frame.id] = Job(frame.id, self._send)
            self.jobs.put((message, job))
        else:
            raise protocol.ProtocolError(f"not a request: {type(message).__name__}")


def _serve(request: Encode | Generate, job: Job, handler: tuple[str, str]) -> None:
    """Serve one request; its end is always told."""
    try:
        job.send(_taken_up(request, known=handler[0] in sys.modules))
        job.check()
        serve = getattr(importlib.import_module(handler[0]), handler[1])
        job.send(Done(serve(request, job)))
    except JobCancelled:
        job.send(Failed("cancelled", {}))
    except JobFailed as failed:
        job.send(Failed(failed.code, failed.values))
    except (Exception, SystemExit) as error:  # noqa: BLE001 - one request's failure is not the process's end
        traceback.print_exc()
        job.send(_failure(error))


def _taken_up(request: Encode | Generate, *, known: bool) -> Progress:
    """The first reply: the parent knows by it that the request has begun, and whether libraries must be loaded."""
    if not known:
        return Progress("load", 0, 1)
    return Progress("encode", 0, len(request.texts)) if isinstance(request, Encode) else Progress("prefill", 0, 0)


def _failure(error: BaseException) -> Failed:
    why = f"{type(error).__name__}: {error}".strip().split("\n")[0][:300]
    if isinstance(error, ImportError):
        return Failed("broken_library", {"library": error.name or "?", "why": why})
    if isinstance(error, MemoryError):
        return Failed("out_of_memory", {"device": "cpu"})
    return Failed("unexpected", {"error": why})
