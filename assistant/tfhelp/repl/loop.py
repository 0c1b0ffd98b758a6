"""Reads, asks or obeys, and goes on until it is left."""

from __future__ import annotations

import contextlib
import signal
import sys
from typing import TYPE_CHECKING, Any, NoReturn

from tfhelp.conversation.courtesy import courtesy
from tfhelp.conversation.session import Session
from tfhelp.errors import ExitCode, UsageError
from tfhelp_corpus.errors import TfhelpError

from . import commands
from .core import Core
from .lines import Piped, Terminal, sane
from .summaries import Summaries
from .words import say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tfhelp.assistant import Assistant
    from tfhelp.settings import Settings
    from tfhelp_corpus.entry import Language

    from .lines import Reader


def run(
    open_assistant: Callable[[], Assistant],
    chosen: Settings,
    *,
    language: Language,
    answer_language: Language | None,
    private: bool,
    resume: str | None = None,
) -> ExitCode:
    """Run the line-by-line chat until it is left.

    Args:
        open_assistant: opens the index.
        chosen: the settings.
        language: of the interface.
        answer_language: of the answers; None for the asker's.
        private: keep nothing.
        resume: id of a stored conversation to go on with, or the beginning of it.

    Raises:
        BundleError: the index must not be used.
        HistoryError: there is no conversation to resume, or it cannot be read.
        UsageError: there is no standard input, or several conversations to resume.
    """
    session = Session(language=answer_language, environment=chosen.env, private=private)
    with _signals(), sane():
        summaries = Summaries(chosen)
        core = Core(open_assistant(), session, language, _reader(language), summaries)
        try:
            if resume:
                core.resume(resume)
            converse(core)
        finally:
            summaries.close()
            session.keep()
            session.close()
    return ExitCode.ANSWERED


def _reader(language: Language) -> Reader:
    if sys.stdin is None:
        raise UsageError(say(language, "no_input"))
    if sys.stdin.isatty():
        return Terminal(say(language, "prompt"))
    return Piped(sys.stdin.fileno())


def converse(core: Core) -> None:
    """Take one question or command after the other; what goes wrong is said and the next one is taken."""
    if core.reader.interactive:
        core.tell("welcome")
    interrupted = False
    while not core.left:
        reading = True
        try:
            text = core.reader.read(commands.is_one)
            if text is None:
                break
            reading = interrupted = False
            _take(core, text)
        except KeyboardInterrupt:
            if not core.reader.interactive:
                raise
            if reading and interrupted:
                break
            interrupted = reading
            print(file=sys.stderr)  # noqa: T201 (behind the ^C of the terminal)
            core.tell("interrupted" if reading else "stopped")
        except TfhelpError as error:
            core.talk(str(error))
    if core.reader.interactive and not core.left:
        print(file=sys.stderr)  # noqa: T201 (the shell's prompt begins on a line of its own)


def _take(core: Core, text: str) -> None:
    """Do what a line or a paste wants."""
    if name := commands.named(text):
        commands.obey(core, name, text)
        return
    if mistyped := commands.mistyped(text):
        word, guess = mistyped
        core.tell("mean" if guess else "unknown", command=word, guess=guess)
        return
    if text.strip().isdecimal():
        commands.open_result(core, text.strip())
    elif kind := courtesy(text):
        core.tell(kind)
    elif text.strip():
        core.ask(text)


@contextlib.contextmanager
def _signals() -> Iterator[None]:
    """Ends in order when the system or a closed terminal asks for it, so that the last turn is kept."""

    def leave(number: int, _frame: Any) -> NoReturn:
        raise SystemExit(128 + number)

    before = {}
    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            with contextlib.suppress(ValueError):  # not in the main thread
                before[name] = signal.signal(getattr(signal, name), leave)
    try:
        yield
    finally:
        for name, handler in before.items():
            signal.signal(getattr(signal, name), handler)
