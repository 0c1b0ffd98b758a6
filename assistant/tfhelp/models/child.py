"""One model process from its start to its end: threads that write to it, read from it, keep its log and watch it."""

from __future__ import annotations

import contextlib
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from . import protocol
from .protocol import Cancel, Frame, ProtocolError
from .watch import Verdict, Watch

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from .log import ProcessLog
    from .watch import Limits

_TICK_SECONDS = 0.25
_MALFORMED = (ProtocolError, OSError, ValueError, TypeError, AttributeError, RecursionError, MemoryError)
"""What a damaged stream can lead to; a frame that announces 10^15 bytes is out of memory."""

_DEFAULTS = {
    # Threads that wait by spinning make torch up to twenty times slower when the processor is busy with something
    # else, as it often is when a training run is asked about. Read when torch is loaded.
    "OMP_WAIT_POLICY": "PASSIVE",
}
"""What the user's own environment may say otherwise."""

_ENVIRONMENT = {
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "HF_DATASETS_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "HF_HUB_DISABLE_PROGRESS_BARS": "1",
    "TOKENIZERS_PARALLELISM": "false",
    "PYTHONIOENCODING": "utf-8:backslashreplace",
}


@dataclass(frozen=True, slots=True)
class End:
    """How a process ended: a key of `tfhelp.models.words`, ``idle`` or ``closed``; and which request it served."""

    code: str
    values: dict[str, str] = field(default_factory=dict)
    head: int | None = None


class Child:
    """A running process.

    Args:
        command: how to start it.
        limits: how long it may take for what.
        log: where its stderr goes.
        heard: called with every frame, in the thread that reads.
        ended: called once, in the thread that reads, when the process is gone.

    Raises:
        OSError: it cannot be started.
    """

    def __init__(
        self,
        command: Sequence[str],
        limits: Limits,
        log: ProcessLog,
        heard: Callable[[Child, Frame], None],
        ended: Callable[[Child, End], None],
    ) -> None:
        self._limits, self._log, self._heard, self._ended = limits, log, heard, ended
        self._watch, self._lock = Watch(limits), threading.Lock()
        self._verdict: Verdict | None = None
        self._closing = False
        self._gone = threading.Event()
        self._outbox: queue.SimpleQueue[Frame | None] = queue.SimpleQueue()
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment(),
            **_apart(),
        )
        self.pid = self._process.pid
        log.note(f"process {self.pid} started")
        self._writer = self._thread("write", self._write)
        self._pump = self._thread("log", self._keep_log)
        self._thread("watch", self._keep_watch)
        self._thread("read", self._read)

    def send(self, frame: Frame) -> None:
        """Send a frame soon; never waits, and a process that is gone gets nothing."""
        with self._lock:
            if isinstance(frame.message, Cancel):
                self._watch.cancelled(frame.message.target)
            else:
                self._watch.asked(frame.id)
        self._outbox.put(frame)

    def close(self) -> None:
        """End it and wait until it is gone."""
        if self._gone.is_set():
            return
        self._closing = True
        self._signal_all()
        if not self._gone.wait(self._limits.end):
            self._process.kill()
            self._gone.wait(self._limits.end)

    def _thread(self, name: str, work: Callable[[], None]) -> threading.Thread:
        thread = threading.Thread(target=work, name=f"model process {self.pid}: {name}", daemon=True)
        thread.start()
        return thread

    def _write(self) -> None:
        with contextlib.suppress(OSError, ValueError):  # nobody reads any more: the reader finds out why
            while (frame := self._outbox.get()) is not None:
                protocol.write(_pipe(self._process.stdin), frame)

    def _keep_log(self) -> None:
        pipe = _pipe(self._process.stderr)
        with contextlib.suppress(OSError, ValueError):
            while data := os.read(pipe.fileno(), 1 << 16):
                self._log.append(data)

    def _keep_watch(self) -> None:
        limits = (self._limits.silence, self._limits.loading, self._limits.cancel)
        tick = min(_TICK_SECONDS, min(limits) / 4)
        before = time.monotonic()
        while not self._gone.wait(tick):
            now = time.monotonic()
            with self._lock:  # the time for which this program was stopped with Ctrl-Z does not count
                verdict = self._watch.passed(min(now - before, 2 * tick))
            before = now
            if verdict:
                self._verdict = verdict
                self._process.kill()
                return

    def _read(self) -> None:
        malformed = False
        try:
            while frame := protocol.read(_pipe(self._process.stdout)):
                with self._lock:
                    self._watch.heard(frame)
                self._heard(self, frame)
        except _MALFORMED:
            malformed = True
        by_itself = self._await_exit(grace=self._limits.end)
        self._signal_all()  # what it started itself, a pool's workers for instance, goes with it
        self._clean_up()
        end = self._explain(malformed=malformed, by_itself=by_itself)
        self._log.note(f"process {self.pid} ended: {end.code} {end.values.get('exit', '')}".rstrip())
        self._gone.set()
        self._ended(self, end)

    def _await_exit(self, grace: float) -> bool:
        """Wait until it is gone; whether it went before it was killed for its silence."""
        try:
            self._process.wait(grace)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
            return False
        return True

    def _clean_up(self) -> None:
        self._outbox.put(None)
        self._pump.join(self._limits.end)
        self._writer.join(self._limits.end)
        for pipe in (self._process.stdin, self._process.stdout, self._process.stderr):
            with contextlib.suppress(OSError):  # what was buffered cannot be sent any more
                _pipe(pipe).close()

    def _explain(self, *, malformed: bool, by_itself: bool) -> End:
        status = self._process.returncode
        with self._lock:
            head = self._watch.head
        if self._closing:
            return End("closed", head=head)
        if self._verdict:
            return End(self._verdict.code, {"seconds": f"{self._verdict.seconds:g}"}, head)
        if not by_itself or (malformed and status == 0):
            return End("died_garbage", head=head)
        if status < 0:
            return End("died_killed" if status == -9 else "died_signal", {"signal": _signal_name(-status)}, head)
        return End("died_code", {"exit": str(status)}, head) if status else End("idle", {"exit": "0"}, head)

    def _signal_all(self) -> None:
        """SIGTERM to it and to all that it started; multiprocessing's own tracker ignores that, and tidies up."""
        with contextlib.suppress(OSError):
            if os.name == "posix":
                os.killpg(self.pid, signal.SIGTERM)
            else:
                self._process.terminate()


def environment() -> dict[str, str]:
    """The variables of the process: ours, offline, and a module path on which it finds this very program."""
    packages = [sys.modules.get(name) for name in ("tfhelp", "tfhelp_corpus", "tfhelp_index")]
    roots = [Path(package.__file__).parents[1] for package in packages if package and package.__file__]
    # Installed packages are found anyway; named here they would come before the standard library.
    own = [str(root) for root in roots if not {"site-packages", "dist-packages"} & set(root.parts)]
    given = os.environ.get("PYTHONPATH")
    path = os.pathsep.join([*dict.fromkeys(own), *([given] if given else [])])
    return {**_DEFAULTS, **os.environ, **_ENVIRONMENT, **({"PYTHONPATH": path} if path else {})}


def _apart() -> dict[str, Any]:
    """A session of its own: the terminal's Ctrl-C and Ctrl-Z are for the program in front, which then cancels."""
    if os.name == "posix":
        return {"start_new_session": True}
    flags = ("CREATE_NO_WINDOW", "CREATE_NEW_PROCESS_GROUP")
    return {"creationflags": sum(getattr(subprocess, name, 0) for name in flags)}


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    assert pipe is not None
    return pipe


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return str(number)
