"""``tfhelp chat``: puts the pieces together and leaves the terminal as it was."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING

from tfhelp.conversation.session import Session
from tfhelp.errors import ExitCode

from .app import ChatApp
from .engine import Engine

if TYPE_CHECKING:
    from collections.abc import Callable

    from tfhelp.assistant import Assistant
    from tfhelp.settings import Settings
    from tfhelp_corpus.entry import Language


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
    session = Session(language=answer_language, environment=chosen.env, private=private)
    if resume:
        session.resume(resume)
    engine = Engine(open_assistant)
    app = ChatApp(engine, session, chosen, language)
    # Textual turns SIGINT into a key; these two would leave the terminal without echo.
    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), lambda *_: app.call_later(app.exit))
    try:
        app.run()
    finally:
        engine.close()
        session.keep()
        session.close()
    return ExitCode(app.return_code) if app.return_code in set(ExitCode) else ExitCode.INTERNAL
