"""One child process, measured from outside: wall time, peak memory, what it printed.

Linux counts into a child's peak what its parent held at the moment of ``exec``, so a measuring process must stay
small: it imports the standard library only, and a peak near `floor_mb` says no more than "at most this".
"""

from __future__ import annotations

import fcntl
import os
import pty
import resource
import struct
import subprocess
import sys
import tempfile
import termios
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

COLUMNS = 80
ROWS = 1000
"""High enough that no answer needs a pager, which would wait for a key."""

_TO_MB = 1024 * 1024 if sys.platform == "darwin" else 1024


@dataclass(frozen=True, slots=True)
class Run:
    """A finished process."""

    seconds: float
    cpu_seconds: float
    """Of all its threads: a busy machine disturbs it less than the wall time."""
    peak_mb: float
    code: int
    stdout: str
    stderr: str
    """Empty on a terminal, where both streams are one."""


def floor_mb() -> float:
    """Peak memory of this process, below which no child's peak can be seen."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _TO_MB


def run_piped(command: Sequence[str], stdin: str, environment: Mapping[str, str]) -> Run:
    """Run with all three streams redirected, as in a pipe."""
    with tempfile.TemporaryFile() as source, tempfile.TemporaryFile() as errors:
        source.write(stdin.encode())
        source.seek(0)
        start = time.perf_counter()
        process = subprocess.Popen(command, stdin=source, stdout=subprocess.PIPE, stderr=errors, env=environment)
        assert process.stdout is not None
        with process.stdout:
            output = process.stdout.read()
        usage = _reap(process)
        seconds = time.perf_counter() - start
        errors.seek(0)
        return _finished(process, seconds, usage, output, errors.read())


def run_on_terminal(command: Sequence[str], stdin: str | None, environment: Mapping[str, str]) -> Run:
    """Run with stdout and stderr on a pseudo-terminal of 80 columns; without ``stdin`` that is the terminal too."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
    with tempfile.TemporaryFile() as source:
        source.write((stdin or "").encode())
        source.seek(0)
        start = time.perf_counter()
        given = slave if stdin is None else source
        process = subprocess.Popen(
            command, stdin=given, stdout=slave, stderr=slave, env=environment, start_new_session=True
        )
        os.close(slave)
        output = _drain(master)
        usage = _reap(process)
        seconds = time.perf_counter() - start
    os.close(master)
    return _finished(process, seconds, usage, output, b"")


def _drain(master: int) -> bytes:
    """Everything the terminal receives until the last process closes it."""
    pieces: list[bytes] = []
    while True:
        try:
            piece = os.read(master, 65536)
        except OSError:  # Linux says EIO here, others give nothing
            break
        if not piece:
            break
        pieces.append(piece)
    return b"".join(pieces)


def _reap(process: subprocess.Popen[bytes]) -> resource.struct_rusage:
    """Wait for one child and take the resource usage of this one alone."""
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return usage


def _finished(
    process: subprocess.Popen[bytes], seconds: float, usage: resource.struct_rusage, output: bytes, errors: bytes
) -> Run:
    return Run(
        seconds=seconds,
        cpu_seconds=usage.ru_utime + usage.ru_stime,
        peak_mb=usage.ru_maxrss / _TO_MB,
        code=process.returncode,
        stdout=output.decode(errors="replace"),
        stderr=errors.decode(errors="replace"),
    )


def clean_environment(home: Path) -> dict[str, str]:
    """An environment that does not depend on who measures: an empty home, UTF-8, colours allowed, no hub."""
    names = ("PATH", "PYTHONPATH", "LD_LIBRARY_PATH", "TMPDIR")
    kept = {name: os.environ[name] for name in names if name in os.environ}
    folders = {f"XDG_{kind}_HOME": str(home / kind.lower()) for kind in ("CACHE", "CONFIG", "DATA", "STATE")}
    return {
        **kept, **folders, "HOME": str(home), "LANG": "C.UTF-8", "TERM": "xterm-256color",
        "HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1", "TOKENIZERS_PARALLELISM": "false",
    }  # fmt: skip
