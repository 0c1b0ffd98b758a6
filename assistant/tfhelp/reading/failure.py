"""Finding the failure in a paste or a log: error messages, root cause first, and the frames that lead to it."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from .addressed import is_addressed, is_chinese
from .chain import Chain, Link, Raised, by_weight, ordered
from .messages import message_in, named_error, notice_in
from .stack import Frame, begins_stack, is_carets, is_listed_code, other_frame, pointed_code, python_frame

if TYPE_CHECKING:
    from tfhelp_index.query import ErrorMessage

    from .marks import Line
    from .messages import Message

MAX_MESSAGE_LINES = 12
MAX_MESSAGE_CHARS = 2000
MAX_FRAMES = 200
MAX_SOURCES = 64
"""Ranks that are told apart; the lines of further ones are read as one stream."""

_TRACEBACK = "Traceback (most recent call last)"
_IGNORED = ("Exception ignored in", "Exception ignored while", "Error in atexit.")
_LINKS: tuple[tuple[str, Link], ...] = (
    ("The above exception was the direct cause of the following exception", "cause"),
    ("During handling of the above exception, another exception occurred", "during"),
)
_BAR_CHARS = "█▏▎▍▌▋▊▉"
_NOISE = (
    "frame #", "Exception raised from ", '"""', "-- Process ", "Root Cause (first observed", "Failures:",
    "<NO_OTHER_FAILURES>", "traceback : ", "error_file:", "rank      :", "host      :", "time      :", "exitcode  :",
    "[notice]", "note: This ", "Process SpawnProcess-", "Process ForkProcess-",
    "<details>", "</details>", "<summary>",
)  # fmt: skip
_ENDS_MESSAGE = ("```", "~~~", "- [ ]", "- [x]", "### ", "[end of output]", *_NOISE, *_IGNORED)


class Failure(NamedTuple):
    """What a text says of a failure."""

    errors: tuple[ErrorMessage, ...]
    frames: tuple[Frame, ...]
    """Of the traceback whose error stands first, innermost last."""
    has_traceback: bool
    rest: tuple[tuple[int, str], ...]
    """Lines that are neither stack nor error nor progress bar, with their numbers."""


def find_failure(lines: list[Line]) -> Failure:
    """Read the lines of a paste once, top to bottom; each process that printed them by itself."""
    chains: list[Chain] = []
    readers: dict[str, _SourceReader] = {}
    rest: list[tuple[int, str]] = []
    for number, line in enumerate(lines):
        source = line.source if line.source in readers or len(readers) < MAX_SOURCES else ""
        reader = readers.get(source)
        if reader is None:
            reader = readers[source] = _SourceReader(chains)
        left = reader.feed(line)
        if left is not None:
            rest.append((number, left))
    for reader in readers.values():
        reader.end_message()
    telling = by_weight(chains)
    frames = next(([frame for raised in chain.raised for frame in raised.frames] for chain in telling), [])
    if not frames:
        frames = next((reader.frames for reader in readers.values() if reader.frames), [])
    has_traceback = any(reader.has_traceback for reader in readers.values())
    return Failure(tuple(ordered(chains)), tuple(frames), has_traceback, tuple(rest))


def is_bar(text: str) -> bool:
    """Whether a line is the state of a progress bar."""
    if "it/s" in text or "s/it" in text or "%|" in text:
        return True
    return not text.isascii() and any(char in text for char in _BAR_CHARS)


def is_rule(text: str) -> bool:
    """Whether a line only draws."""
    shown = text.strip()
    return (
        bool(_titled().match(shown))
        or shown.startswith(("╭", "╰"))
        or (len(shown) > 3 and not shown.strip("+-=*━─═│| "))
    )


@cache
def _titled() -> re.Pattern[str]:
    """A rule with a title in it, or a line of pytest that only names a test or a place."""
    return re.compile(
        r"([=_*-])\1{4,} [^=_*-].{0,100} \1{4,}$|\S{1,200} (?:PASSED|FAILED|ERROR|SKIPPED)\s+\[\s*\d+%\]$"
        r"|\S{1,300}\.py:\d+:(?: in \w{1,80}| [\w.]{1,80})?$"
    )


class _SourceReader:
    """Reads what one process printed: which traceback a line belongs to, and what it says."""

    def __init__(self, chains: list[Chain]) -> None:
        self.has_traceback = False
        self.frames: list[Frame] = []
        self._chains = chains
        self._chain = Chain()
        self._link: Link = ""
        self._ignored = False
        self._in_stack = False
        self._message: Raised | None = None
        self._parts: list[str] = []
        self._first: Line | None = None

    def feed(self, line: Line) -> str | None:
        """Take a line; what it leaves for others is returned, None when nothing."""
        text = line.text
        if self._message is not None:
            if self._continues(line):
                return None
            self.end_message()
        if _TRACEBACK in text:
            self._start()
        elif not (self._linked_or_noise(text) or self._stack_line(line)):
            return self._other_line(line)
        return None

    def end_message(self) -> None:
        """The message is whole."""
        if self._message is None:
            return
        self._message.text = " ".join(filter(None, self._parts))[:MAX_MESSAGE_CHARS]
        self._message = None

    def _start(self) -> None:
        self.has_traceback = self._in_stack = True
        self.frames = []

    def _linked_or_noise(self, text: str) -> bool:
        if " exception" in text:
            for words, link in _LINKS:
                if words in text:
                    self._link = link
                    return True
        shown = text.lstrip()
        if shown.startswith("+") and "----" in shown:  # a member of an exception group
            self._link, self._in_stack = "group", True
            return True
        if shown.startswith(_IGNORED):
            self._ignored = True
            return True
        if shown.startswith("Exception in thread ") and shown.endswith(":"):
            return True
        return (shown.startswith(_NOISE) and "(SIG" not in shown) or shown.endswith(".py FAILED")

    def _stack_line(self, line: Line) -> bool:
        """Take a frame, its code or its carets; False for anything else."""
        text = line.text
        if frame := python_frame(text):
            self.has_traceback = self._in_stack = True
            self._add(frame)
            return True
        code = pointed_code(text)
        if code is not None:
            self.has_traceback = self._in_stack = True
            self._complete(code, listed=True)
            return True
        if not self._in_stack and not begins_stack(text):
            return False
        if frame := other_frame(text):
            self.has_traceback = self._in_stack = True
            self._add(frame)
            return True
        if line.boxed or is_carets(text) or is_listed_code(text):
            return True
        if text[:1] in (" ", "\t") and text.strip() and named_error(text, in_stack=False) is None:
            self._complete(text.strip(), listed=False)
            return True
        return not text.strip()

    def _add(self, frame: Frame) -> None:
        self.frames.append(frame)
        if len(self.frames) > MAX_FRAMES:  # endless recursion; the outermost frames are the user's
            del self.frames[MAX_FRAMES // 2]

    def _complete(self, code: str, *, listed: bool) -> None:
        """Give the last frame its line of code."""
        last = self.frames[-1] if self.frames else Frame("", "", "")
        if self.frames and not last.code:
            self.frames[-1] = last._replace(code=code)
        elif listed:
            self._add(Frame(last.path, last.function, code))

    def _other_line(self, line: Line) -> str | None:
        text = line.text
        found = message_in(text, in_stack=self._in_stack) or (None if self._in_stack else notice_in(line))
        if found is None or (found.kind == "bare" and is_addressed(found.before)):  # a person tells of it
            self._in_stack = False
            return None if is_bar(text) or is_rule(text) else text
        if found.kind in ("bare", "logged", "abort", "assertion") and self._repeats(found.text):
            return None
        self._raise(found, line)
        return found.before if found.before and found.kind != "bare" else None

    def _raise(self, found: Message, line: Line) -> None:
        """A message begins, in the chain before it where Python's words link the two."""
        if not (self._link and self._chain.raised and found.kind in ("error", "launcher", "abort")):
            self._chain, self._link = Chain(ignored=self._ignored), ""
            self._chains.append(self._chain)
        frames, self.frames = self.frames, []
        self._message = Raised(found.exception, found.text, found.kind, frames, self._link)
        self._chain.raised.append(self._message)
        self._parts, self._first = [found.text], line
        self._in_stack = self._ignored = False
        self._link = ""

    def _repeats(self, text: str) -> bool:
        """Whether the same was said just before, as each thread of a CUDA kernel says it."""
        last = self._chain.raised[-1] if self._chain.raised else None
        return last is not None and last.exception is None and last.text[-60:] == text[-60:]

    def _continues(self, line: Line) -> bool:
        """Whether a line still belongs to the message before it; takes it if so."""
        assert self._message is not None
        assert self._first is not None
        text = line.text.strip()
        if not text:
            return self._parts == [""]  # some messages begin with an empty line
        kind = self._message.kind
        if line.level != self._first.level or line.marked != self._first.marked or kind in ("bare", "assertion"):
            return False
        if self._message.exception is None and (kind != "abort" or not text.startswith("what()")):
            return False
        if kind == "warning" and line.text.startswith("  "):
            return True  # the line of code that warned
        if len(self._parts) >= MAX_MESSAGE_LINES or self._is_other(text):
            return False
        if is_chinese(text) and all(map(str.isascii, self._parts)):
            return False  # programs do not change the language inside a message
        self._parts.append(text.removeprefix("what():").strip())
        return True

    def _is_other(self, text: str) -> bool:
        """Whether a line begins something that is no part of a message."""
        if _TRACEBACK in text or text.startswith(_ENDS_MESSAGE) or is_bar(text) or is_addressed(text):
            return True
        if any(words in text for words, _ in _LINKS) or python_frame(text) or text[0] in "╭╰+":
            return True
        if text.startswith(("----", "====", "****", ">>>")) or text.endswith(" FAILED"):
            return True
        return message_in(text, in_stack=False) is not None
