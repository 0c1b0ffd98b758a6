"""Finding the failure in a paste or a log: error messages, root cause first, and the frames that lead to it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from tfhelp_index.query import ErrorMessage

MAX_MESSAGE_LINES = 12
MAX_MESSAGE_CHARS = 2000

_PREFIX = re.compile(
    r"^(?:\[(?:default)?(?:rank)?\d+\]:\s?|\((?:\w+\s)?pid=\d+[^)\n]{0,60}\)\s?|[\w.-]{1,40}\s+\|(?:\s|$)"
    # One blank at most after these: the next ones are the indent of a stack's line.
    r"|\[?\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d+)?Z?\]?\s?(?:[|:-]\s?)?"
    r"(?:\[?(?:INFO|ERROR|WARNING|WARN|DEBUG|CRITICAL)\]?(?:\s*[:|-]+)?\s?)?"
    r"|(?:INFO|ERROR|WARNING) \d\d-\d\d \d\d:\d\d:\d\d \[[^\]]{1,60}\]\s?"
    r"|E\s{2,}(?=\S)|[│┃]\s?|\s{0,8}\|\s)"
)
_RULE = re.compile(r"^[\s+|]*[╭╰─━═+*-]{4,}.*$")
_NAME = (
    r"(?:[A-Za-z_]\w*\.)*"
    r"([A-Za-z_]\w*(?:Error|Exception|Warning|Interrupt|Exit|Timeout|NotFound|Unavailable|Refused|Mismatch)"
    r"|OutOfMemory\w*|StopIteration)"
)
_ERROR = re.compile(rf"^\s*{_NAME}(?:\s\[[^\]]*\])?(?::\s*(.*)|\s*)$")
_WARNING = re.compile(r"^.{0,300}?:\d+:\s(\w*Warning):\s(.*)$")
_INLINE = re.compile(
    r"(?:^|[\s:：，,>])(?:[A-Za-z_]\w*\.)*"
    r"([A-Z]\w*(?:Error|Exception|Interrupt|Warning)|OutOfMemory\w*)\s?[:：]\s?(.+)$"
)
_HEAD = re.compile(
    r"^\s*(?:Exception Group )?Traceback \(most recent call last\)|^-{20,}$|Traceback \(most recent call last\)"
)
_FRAME = re.compile(r"^\s*(?:\|\s)?File \"([^\"]*)\", line (\d+)(?:, in (.+))?$")
_IPYTHON_FRAME = re.compile(
    r"^(?:File )?(\S+\.py|Cell In\s?\[\d+\]|<ipython-input[^>]*>)(?::\d+)?(?:,? (?:line \d+|in (.+)))?.*$"
)
_IPYTHON_LINE = re.compile(r"^\s*(?:-+>\s*\d+|\d+)\s(.*)$")
_IPYTHON_ARROW = re.compile(r"^\s*-+>\s*\d+\s+(.*)$")
_CARETS = re.compile(r"^[\s~^|]+$")
_CAUSE = re.compile("The above exception was the direct cause of the following exception")
_DURING = re.compile("During handling of the above exception, another exception occurred")
_LIBRARY = re.compile(r"site-packages|dist-packages|[/\\]lib[/\\]python3|<frozen|importlib")
_BAR = re.compile(r"\d%\s?\||\bit/s\b|\bs/it\b|[█▏▎▍▌▋▊▉]")

_RECORD = re.compile(r"^[EFIW]\d{4} \d\d:\d\d:\d\d")

WRAPPERS = frozenset(
    {"ChildFailedError", "RayTaskError", "CalledProcessError", "SystemExit", "ProcessExitedException"}
)
"""They report that something failed elsewhere; what failed stands further up."""


@dataclass(frozen=True, slots=True)
class Frame:
    """One line of a traceback's stack."""

    path: str
    function: str
    code: str

    @property
    def is_library(self) -> bool:
        """Whether it lies in an installed package rather than in the user's own code."""
        return bool(_LIBRARY.search(self.path))


@dataclass(slots=True)
class Chain:
    """The exceptions of one traceback, in the order they were raised: the root cause comes first."""

    errors: list[ErrorMessage] = field(default_factory=list)
    frames: list[Frame] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Failure:
    """What a text says of a failure."""

    errors: tuple[ErrorMessage, ...]
    frames: tuple[Frame, ...]
    """Of the last traceback, innermost last."""
    has_traceback: bool
    rest: tuple[str, ...]
    """Lines that are neither stack nor error nor progress bar."""


def strip_prefix(line: str) -> str:
    """A line without what launchers, loggers and boxes put around it."""
    for _ in range(3):
        found = _PREFIX.match(line)
        if not found:
            break
        line = line[found.end() :]
    end = line.rstrip()
    return end[:-1].rstrip() if end.endswith(("│", "┃")) else line


def find_failure(lines: list[str]) -> Failure:
    """Read the lines of a paste once, top to bottom."""
    reader = _FailureReader()
    for line in lines:
        reader.feed(line)
    return reader.result()


class _FailureReader:
    """A line-by-line reader: which traceback a line belongs to, and what it says."""

    def __init__(self) -> None:
        self.chains: list[Chain] = []
        self.rest: list[str] = []
        self.has_traceback = False
        self._linked = False
        self._in_stack = False
        self._message: tuple[str | None, list[str]] | None = None

    def feed(self, line: str) -> None:
        if self._message is not None and self._continues(line):
            self._message[1].append(line.strip())
            return
        self._end_message()
        if _CAUSE.search(line) or _DURING.search(line):
            self._linked = True
        elif _HEAD.search(line):
            self.has_traceback = self.has_traceback or "Traceback" in line
            self._start_chain()
            self._in_stack = True
        elif not self._stack_line(line):
            self._other_line(line)

    def result(self) -> Failure:
        self._end_message()
        chains = [chain for chain in self.chains if chain.errors]
        errors = [error for chain in reversed(chains) for error in chain.errors]
        errors.sort(key=lambda error: error.exception in WRAPPERS)
        frames = next((chain.frames for chain in reversed(self.chains) if chain.frames), [])
        return Failure(tuple(dict.fromkeys(errors)), tuple(frames), self.has_traceback, tuple(self.rest))

    def _start_chain(self) -> None:
        if not (self._linked and self.chains):
            self.chains.append(Chain())
        self._linked = False

    def _chain(self) -> Chain:
        if not self.chains:
            self.chains.append(Chain())
        return self.chains[-1]

    def _stack_line(self, line: str) -> bool:
        """Take a frame, its code or its carets; False for anything else."""
        if found := _FRAME.match(line):
            self.has_traceback = self._in_stack = True
            self._chain().frames.append(Frame(found[1], found[3] or "", ""))
            return True
        if not self._in_stack:
            if found := _IPYTHON_ARROW.match(line):
                self.has_traceback = self._in_stack = True
            else:
                return False
        frames = self._chain().frames
        if line[:1] in (" ", "\t") and _CARETS.match(line):
            return True
        if found := _IPYTHON_ARROW.match(line):
            frames.append(Frame("", "", found[1].strip()))
            return True
        if _IPYTHON_LINE.match(line) or (_IPYTHON_FRAME.match(line) and not _ERROR.match(line)):
            return True
        if line[:1] in (" ", "\t") and line.strip() and not _ERROR.match(line):
            if frames and not frames[-1].code:
                last = frames[-1]
                frames[-1] = Frame(last.path, last.function, line.strip())
            return True
        return not line.strip()

    def _other_line(self, line: str) -> None:
        if found := _ERROR.match(line) or _WARNING.match(line):
            if not self._in_stack and not self._linked and self._chain().errors:
                self.chains.append(Chain())
            self._in_stack = False
            self._message = (found[1], [(found[2] or "").strip()])
        elif found := _INLINE.search(line[:MAX_MESSAGE_CHARS]):
            self._in_stack = False
            self.rest.append(line[: found.start(1)].strip())
            if not self._linked and self._chain().errors:
                self.chains.append(Chain())
            self._message = (found[1], [found[2].strip()])
        elif not _BAR.search(line) and not _RULE.match(line):
            self._in_stack = False
            self.rest.append(line)

    def _continues(self, line: str) -> bool:
        """Whether a line still belongs to the message before it."""
        assert self._message is not None
        if not line.strip() or len(self._message[1]) >= MAX_MESSAGE_LINES:
            return False
        stops = (_HEAD, _FRAME, _ERROR, _WARNING, _CAUSE, _DURING, _RULE, _BAR, _RECORD)
        return not any(stop.search(line) for stop in stops)

    def _end_message(self) -> None:
        if self._message is None:
            return
        exception, parts = self._message
        self._message = None
        message = " ".join(filter(None, parts))[:MAX_MESSAGE_CHARS]
        self._chain().errors.append(ErrorMessage(exception, message))
        self._linked = False
