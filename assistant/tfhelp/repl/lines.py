"""Where questions come from: a terminal, where a paste of many lines is one question, or a pipe."""

from __future__ import annotations

import contextlib
import os
import sys
from collections import deque
from typing import TYPE_CHECKING, Protocol

from tfhelp.reading.decode import decode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

END = "."
"""A line that ends a text which was begun with /paste."""

MAX_CHARACTERS = 2_000_000
"""Of one question; of what is longer the head and the tail are kept, as of a pipe to ``tfhelp ask``."""

HEAD_CHARACTERS = 64_000
PASTE_SECONDS = 0.05
"""A line that follows another one faster than this was not typed."""

SLOW_PASTE_SECONDS = 0.2
"""The same once a paste is under way: networks pause."""

_TRACEBACK = "Traceback (most recent call last)"
_CHAINED = ("During handling of the above exception", "The above exception was the direct cause")


class Reader(Protocol):
    """Gives one question or command after the other."""

    interactive: bool
    """Whether a person types."""

    def read(self, is_command: Callable[[str], bool]) -> str | None:
        """The next question or command, None at the end.

        Raises:
            KeyboardInterrupt: the person took it back.
        """

    def read_to_end(self) -> str:
        """All lines up to one that is only a full stop, or up to the end."""


class Block:
    """Lines of one question, bounded."""

    def __init__(self) -> None:
        self._head: list[str] = []
        self._tail: deque[str] = deque()
        self._in_head = self._in_tail = 0

    def __bool__(self) -> bool:
        return bool(self._head)

    def add(self, line: str) -> None:
        """Add a line."""
        line = line[-MAX_CHARACTERS:]
        if self._in_head < HEAD_CHARACTERS and not self._tail:
            self._head.append(line)
            self._in_head += len(line) + 1
            return
        self._tail.append(line)
        self._in_tail += len(line) + 1
        while self._in_tail > MAX_CHARACTERS and len(self._tail) > 1:
            self._in_tail -= len(self._tail.popleft()) + 1

    @property
    def text(self) -> str:
        """The lines as one text."""
        return "\n".join([*self._head, *self._tail])


class Piped:
    """A pipe or a file. A blank line ends a question, a line with a command stands for itself."""

    interactive = False

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._data = b""
        self._ended = False
        self._next: str | None = None

    def read(self, is_command: Callable[[str], bool]) -> str | None:
        """The next paragraph or command; the parts of a chained traceback are one paragraph."""
        block = Block()
        traceback = False
        while (line := self._line()) is not None:
            if is_command(line):
                if not block:
                    return line
                self._next = line
                break
            if line.strip():
                block.add(line)
                traceback = traceback or _TRACEBACK in line
            elif block and not (traceback and self._goes_on()):
                break
        return block.text if block else None

    def read_to_end(self) -> str:
        """All lines up to one that is only a full stop, or up to the end."""
        block = Block()
        while (line := self._line()) is not None and line.strip() != END:
            block.add(line)
        return block.text

    def _goes_on(self) -> bool:
        """Whether the next words chain another exception. A program that waits for its answer is not waited for."""
        while b"\n" in self._data or self._ended or _readable(self._descriptor, PASTE_SECONDS):
            line = self._line()
            if line is None:
                return False
            if line.strip():
                self._next = line
                return line.strip().startswith(_CHAINED)
        return False

    def _line(self) -> str | None:
        """The next line without its end; None after the last."""
        if self._next is not None:
            line, self._next = self._next, None
            return line
        parts: list[bytes] = []
        while not self._ended and b"\n" not in self._data:
            parts.append(self._data)
            self._data = os.read(self._descriptor, 1 << 16)
            self._ended = not self._data
        found, end, rest = self._data.partition(b"\n")
        self._data = rest
        raw = b"".join([*parts, found])
        return decode(raw).rstrip("\r") if raw or end else None


class Terminal:
    """A person at a terminal, with line editing where Python has it."""

    interactive = True

    def __init__(self, prompt: str) -> None:
        self._prompt = prompt
        self._edits = sys.stdout.isatty()
        if self._edits and os.environ.get("TERM", "") != "dumb":
            _prepare_readline()
        reconfigure = getattr(sys.stdin, "reconfigure", None)
        if reconfigure:  # what the locale cannot read is decoded later
            reconfigure(errors="surrogateescape")

    def read(self, is_command: Callable[[str], bool]) -> str | None:
        """What was typed up to Enter, or all that was pasted at once."""
        try:
            line = self._line(self._prompt)
        except (EOFError, OSError):  # the end, or a terminal that was closed
            return None
        block = Block()
        block.add(line)
        pause = PASTE_SECONDS
        with contextlib.suppress(EOFError, OSError):
            while not is_command(line) and self._pending(pause):
                block.add(self._line(""))
                pause = SLOW_PASTE_SECONDS
        return block.text

    def read_to_end(self) -> str:
        """All lines up to one that is only a full stop, or up to Ctrl-D."""
        block = Block()
        with contextlib.suppress(EOFError, OSError):
            while (line := self._line("")).strip() != END:
                block.add(line)
        return block.text

    def _line(self, prompt: str) -> str:
        if self._edits:
            line = input(prompt)
        else:  # the answers go elsewhere, and the prompt must not follow them
            sys.stderr.write(prompt)
            sys.stderr.flush()
            line = sys.stdin.readline()
            if not line:
                raise EOFError
        return decode(os.fsencode(line.rstrip("\r\n")))

    def _pending(self, seconds: float) -> bool:
        with _by_character():
            return _readable(sys.stdin.fileno(), seconds)


def sane() -> contextlib.AbstractContextManager[None]:
    """Leaves the terminal as it was, whatever ends the conversation."""
    return _restored(change=False)


def _by_character() -> contextlib.AbstractContextManager[None]:
    """A terminal that tells of an unfinished line too: a paste often has no line end behind its last line."""
    return _restored(change=True)


@contextlib.contextmanager
def _restored(*, change: bool) -> Iterator[None]:
    try:
        import termios
    except ImportError:  # Windows
        yield
        return
    try:
        descriptor = sys.stdin.fileno()
        before = termios.tcgetattr(descriptor)
    except (OSError, ValueError, AttributeError, termios.error):
        yield
        return
    try:
        if change:
            changed = [*before]
            changed[3] &= ~termios.ICANON
            termios.tcsetattr(descriptor, termios.TCSANOW, changed)
        yield
    finally:
        with contextlib.suppress(termios.error):
            termios.tcsetattr(descriptor, termios.TCSANOW, before)


def _readable(descriptor: int, seconds: float) -> bool:
    """Whether something arrives in that time."""
    if sys.platform == "win32":
        import msvcrt
        import time

        until = time.monotonic() + seconds
        while not (found := msvcrt.kbhit()) and time.monotonic() < until:
            time.sleep(0.01)
        return found
    import select

    return bool(select.select([descriptor], [], [], seconds)[0])


def _prepare_readline() -> None:
    """Line editing: a paste is one line with breaks in it, a tab is a tab, and nothing is written to disk."""
    try:
        import readline
    except ImportError:
        return
    if "libedit" in (readline.__doc__ or ""):
        readline.parse_and_bind("bind ^I ed-insert")
    else:
        readline.parse_and_bind("tab: tab-insert")
        readline.parse_and_bind("set enable-bracketed-paste on")
