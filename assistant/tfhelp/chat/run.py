"""``tfhelp chat``: puts the pieces together and leaves the terminal as it was."""

from __future__ import annotations

import gc
import shutil
import sys
from typing import TYPE_CHECKING

from tfhelp.errors import ExitCode

from .app import ChatApp
from .engine import Engine
from .later import Later
from .leaving import leave_on_signals

if TYPE_CHECKING:
    from collections.abc import Callable

    from tfhelp.assistant import Assistant
    from tfhelp.conversation.session import Session
    from tfhelp.settings import Settings
    from tfhelp_corpus.entry import Language

SWITCH_S = 0.001
"""How long the assistant's thread may go on while the screen's waits; a key passes through three threads."""


def run(
    open_assistant: Callable[[], Assistant],
    chosen: Settings,
    *,
    language: Language,
    answer_language: Language | None,
    private: bool,
    resume: str | None = None,
) -> ExitCode:
    """Run the chat until it is left.

    Args:
        open_assistant: opens the index; called in a thread of its own.
        chosen: the settings.
        language: of the interface.
        answer_language: of the answers; None for the asker's.
        private: keep nothing.
        resume: id of a stored conversation to go on with.

    Raises:
        HistoryError: there is no such conversation, or it cannot be read.
        UsageError: the key map names a key that does not exist.
    """

    def open_session() -> Session:
        from tfhelp.conversation.session import Session  # a third of the start, and not needed for the first frame

        return Session(language=answer_language, environment=chosen.env, private=private)

    session = Later(open_session)
    if resume:
        session.get().resume(resume)
    engine = Engine(lambda: _lasting(open_assistant()))
    app = ChatApp(engine, session, chosen, language)
    # Of a terminal that does not tell its size, Textual's two parts assume different ones, and draw without an end.
    app.console.size = shutil.get_terminal_size()

    def tidy() -> None:
        app.main.summaries.close()
        engine.close()
        if session.made:
            session.made.keep()
            session.made.close()

    leave_on_signals(app, tidy)
    sys.setswitchinterval(SWITCH_S)
    try:
        app.run()
    finally:
        tidy()
    return ExitCode(app.return_code) if app.return_code in set(ExitCode) else ExitCode.INTERNAL


def _lasting(assistant: Assistant) -> Assistant:
    """Leave what is loaded by now out of garbage collections: each full one would hold up the keys for 15 ms."""
    gc.freeze()
    return assistant
