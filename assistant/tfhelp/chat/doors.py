"""The ways from the main screen to the others, and what comes back from there."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING

from tfhelp import settings
from tfhelp.reading.sanitize import sanitize
from tfhelp_corpus.errors import TfhelpError

from . import commands, knowledge

if TYPE_CHECKING:
    from .app import ChatApp


# The screens are imported when they are opened: the first frame does not wait for them.


def failure(app: ChatApp, error: TfhelpError) -> None:
    """What makes answers impossible, with what can be done; one at a time."""
    from .screens.failure import FailureScreen

    if any(isinstance(screen, FailureScreen) for screen in app.screen_stack):
        return

    def decide(choice: str | None) -> None:
        if choice == "retry":
            app.load()
        elif choice == "quit":
            app.exit()

    app.push_screen(FailureScreen(app.language, error), decide)


def keys(app: ChatApp) -> None:
    """The keys and commands."""
    from .screens.help import HelpScreen

    if not any(isinstance(screen, HelpScreen) for screen in app.screen_stack):
        described = commands.described(app.language)
        app.push_screen(HelpScreen(app.language, described, str(settings.config_file())))


def topics(app: ChatApp) -> None:
    """All entries by category; the chosen one is asked by its code."""
    from .screens.topics import TopicsScreen

    if app.screen is not app.main:
        return
    load = partial(knowledge.topics, app.engine, app.language)
    app.push_screen(TopicsScreen(app.language, load), lambda code: app.main.ask(code) if code else None)


def history(app: ChatApp) -> None:
    """Earlier conversations; the chosen one is gone on with."""
    from .past import delete, search
    from .screens.history import HistoryScreen

    async def resume(conversation: str | None) -> None:
        if conversation is None:
            return
        try:
            await asyncio.to_thread(app.session.resume, conversation)
        except TfhelpError as error:
            app.notify(sanitize(str(error)), severity="warning", markup=False)
            return
        await app.main.restart()

    if app.screen is app.main:
        app.push_screen(HistoryScreen(app.language, search(app.session), delete(app.session)), resume)
