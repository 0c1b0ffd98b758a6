"""A terminal of 80x24 with somebody at it who types and watches: when does what was typed stand on the screen?

Nothing is drawn: a character counts as seen when it arrives in what the program writes. Every measured key is a
character that occurs nowhere else, so what arrives can only be its echo.
"""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from itertools import cycle
from pathlib import Path
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

COLUMNS, ROWS = 80, 24
ENTER, ESCAPE, CLEAR = b"\r", b"\x1b", b"\x15"
_RANGES = (
    range(0x1E00, 0x1E96),
    range(0x1EA0, 0x1EFA),
    range(0x100, 0x180),
    range(0x401, 0x482),
    range(0x10D0, 0x10F1),
)
RARE = [chr(code) for codes in _RANGES for code in codes]
"""Letters, one cell wide, that no entry and no interface contains."""
PATIENCE_S = 60.0
QUIET_S = 0.3
"""Without output for that long, the program has nothing more to draw."""
UNTIL_READY_EVERY_S = 0.01


def paste(text: str) -> bytes:
    """Text as a terminal hands it on when it is pasted."""
    return b"\x1b[200~" + text.encode() + b"\x1b[201~"


class Terminal:
    """A process on a pseudo-terminal; the time counts from its start. Killed at the end of the ``with`` block.

    Raises:
        SystemExit: from every method that waits, if what it waits for does not come.
    """

    def __init__(self, command: Sequence[str], environment: Mapping[str, str]) -> None:
        self._rare = cycle(RARE)
        self._unsent = bytearray()
        self._tail = b""
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
        # What is typed before the program takes over must neither be echoed by the terminal nor wait for a line end.
        mode = termios.tcgetattr(slave)
        mode[3] &= ~(termios.ECHO | termios.ICANON)
        termios.tcsetattr(slave, termios.TCSANOW, mode)
        self._start = time.perf_counter()
        self._process = subprocess.Popen(
            command, stdin=slave, stdout=slave, stderr=slave, env=dict(environment), start_new_session=True
        )
        os.close(slave)
        os.set_blocking(self._master, False)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        os.close(self._master)

    def cpu_seconds(self) -> float:
        """Processor time of the program so far, all threads; 0.0 where the system does not tell (only Linux does)."""
        try:
            tasks = list(Path(f"/proc/{self._process.pid}/task").iterdir())
            return sum(int((task / "schedstat").read_bytes().split()[0]) for task in tasks) / 1e9
        except OSError:
            return 0.0

    # -- reading and writing -----------------------------------------------------------------------------------

    def send(self, keys: bytes) -> None:
        """Type; what the program is not yet ready to take goes out while one waits."""
        self._unsent += keys
        self._exchange(0.0)

    def _exchange(self, seconds: float) -> bytes:
        """Write what can be written, return what arrives within ``seconds``; empty if nothing does."""
        deadline = time.perf_counter() + seconds
        while True:
            left = max(0.0, deadline - time.perf_counter())
            readable, writable, _ = select.select([self._master], [self._master] if self._unsent else [], [], left)
            if writable:
                del self._unsent[: os.write(self._master, self._unsent[:4096])]
            if readable:
                try:
                    return os.read(self._master, 1 << 16)
                except OSError:
                    sys.exit(f"The program ended: {self._tail[-500:].decode(errors='replace')}")
            if left <= 0:
                return b""

    def _arrived(self, seconds: float) -> bytes:
        """What arrived, after the end of what arrived before: a character may come in two pieces."""
        piece = self._exchange(seconds)
        self._tail, joined = (self._tail + piece)[-600:], self._tail[-200:] + piece
        return joined if piece else b""

    # -- waiting -----------------------------------------------------------------------------------------------

    def until_ready(self) -> float:
        """Type a letter every few milliseconds from the start on.

        Returns:
            Seconds from the start until the first of them is on the screen.
        """
        typed: list[bytes] = []
        while time.perf_counter() - self._start < PATIENCE_S:
            if len(typed) < len(RARE):
                typed.append(next(self._rare).encode())
                self.send(typed[-1])
            due = time.perf_counter() + UNTIL_READY_EVERY_S
            while (left := due - time.perf_counter()) > 0:
                arrived = self._arrived(left)
                if any(letter in arrived for letter in typed):
                    return time.perf_counter() - self._start
        raise _missing("a typed character", self._tail)

    def seconds_until(self, text: str, typed: bytes) -> float:
        """Seconds from typing until a text stands on the screen."""
        wanted, start = text.encode(), time.perf_counter()
        self._tail = b""
        self.send(typed)
        while time.perf_counter() - start < PATIENCE_S:
            if wanted in self._arrived(0.5):
                return time.perf_counter() - start
        raise _missing(text, self._tail)

    def rest(self) -> None:
        """Wait until nothing more is drawn."""
        start = time.perf_counter()
        while time.perf_counter() - start < PATIENCE_S:
            if not self._arrived(QUIET_S):
                return
        raise _missing("a pause", self._tail)

    # -- keys --------------------------------------------------------------------------------------------------

    def echo_each(self, count: int) -> list[float]:
        """Type letters, each when the one before is on the screen; milliseconds of each."""
        found = []
        for _ in range(count):
            letter = next(self._rare)
            found.append(self.seconds_until(letter, typed=letter.encode()) * 1000)
            time.sleep(0.02)
        return found

    def repaint_each(self, keys: Sequence[bytes]) -> list[float]:
        """Press keys that move the page; milliseconds until the first piece of the next frame, for each."""
        found = []
        for key in keys:
            start = time.perf_counter()
            self.send(key)
            if not self._arrived(PATIENCE_S):
                raise _missing(f"a frame after {key!r}", self._tail)
            found.append((time.perf_counter() - start) * 1000)
            self.rest()
        return found

    def echo_during(self, text: str, first: bytes, every: float, at_least: int) -> tuple[list[float], float]:
        """Press ``first``, then type letters at a steady pace until a text stands on the screen and all are echoed.

        Returns:
            Milliseconds of each letter, and the seconds until the text.
        """
        wanted, start = text.encode(), time.perf_counter()
        sent: dict[bytes, float] = {}
        found: list[float] = []
        answered, due, count = 0.0, start + every, 0
        self._tail = b""
        self.send(first)
        while time.perf_counter() - start < PATIENCE_S:
            now = time.perf_counter()
            if now >= due and (not answered or count < at_least) and len(sent) < len(RARE) - 1:
                letter = next(self._rare).encode()
                # It was meant to be pressed at ``due``: a late start of this loop must not make it look faster.
                sent[letter], due, count = due, due + every, count + 1
                self.send(letter)
            arrived = self._arrived(max(0.0, min(due - time.perf_counter(), every)) if not answered or sent else 0.0)
            now = time.perf_counter()
            seen = [letter for letter in sent if letter in arrived]
            found += [(now - sent[letter]) * 1000 for letter in seen]
            # Letters are echoed in order: one that was overtaken never comes, because it went into the question.
            sent = dict(list(sent.items())[list(sent).index(seen[-1]) + 1 :]) if seen else sent
            if not answered and wanted in arrived:
                answered = now - start
            if answered and not sent and count >= at_least:
                return found, answered
        raise _missing(text, self._tail)


def _missing(what: str, last: bytes) -> SystemExit:
    """Why the measurement ends."""
    return SystemExit(f"There was no sign of {what!r} for {PATIENCE_S:g} s. Last: {last.decode(errors='replace')!r}")
