"""The application: start and end, themes, what all screens share."""

from __future__ import annotations

import asyncio
import os
import sys
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.css.query import NoMatches

from tfhelp import clipboard, settings
from tfhelp.reading.sanitize import sanitize
from tfhelp_corpus.errors import TfhelpError

from . import doors, errands, knowledge, palette
from .bindings import keymap, written
from .early import EarlyKeys
from .screens.main import MainScreen
from .words import say

if TYPE_CHECKING:
    from collections.abc import Coroutine, Iterable

    from textual.app import SystemCommand
    from textual.notifications import Notify
    from textual.screen import Screen

    from tfhelp.conversation.session import Format, Session
    from tfhelp.settings import Settings
    from tfhelp_corpus.entry import Language

    from .engine import Engine
    from .later import Later


class ChatApp(EarlyKeys):
    """Help for people whose Transformers program just broke, kept open while they mend it."""

    TITLE = "tfhelp"
    CSS_PATH = "chat.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q", "quit", "Quit", id="quit", priority=True),
        Binding("ctrl+z", "suspend_process", "Suspend", id="suspend", show=False, priority=True),
    ]

    def __init__(self, engine: Engine, session: Later[Session], chosen: Settings, language: Language) -> None:
        super().__init__()
        self.engine, self.chosen, self.language = engine, chosen, language
        self._session = session
        self.ready = False
        self._warned: set[str] = set()
        self._main = MainScreen()
        self._extent: tuple[int, str] = (0, "")
        self.set_keymap(keymap(chosen.keys))
        if chosen.theme in self.available_themes:
            self.theme = chosen.theme

    @property
    def session(self) -> Session:
        """What this run keeps. Not for the first frame: it loads the code that understands questions."""
        return self._session.get()

    @property
    def main(self) -> MainScreen:
        """The main screen."""
        return self._main

    def get_default_screen(self) -> Screen[None]:
        """The main screen."""
        return self._main

    def on_mount(self) -> None:
        """Load the knowledge after the first frame."""
        if self.chosen.theme and self.chosen.theme not in self.available_themes:
            names = ", ".join(sorted(self.available_themes))
            self.notify(
                say(self.language, "no_theme", name=sanitize(self.chosen.theme), names=names),
                severity="warning",
                markup=False,
            )
        self.app_resume_signal.subscribe(self, lambda _: self.call_later(self._redraw))
        self.theme_changed_signal.subscribe(self, lambda theme: self._remember(theme.name))

    async def open_up(self) -> None:
        """The prompt is there: hand it what was typed, and when that is drawn, load the knowledge."""
        await self.let_in()
        (self.focused or self._main).call_after_refresh(self.load)

    def _redraw(self) -> None:
        """All of it: after Ctrl+Z and ``fg`` the terminal is empty, which Textual does not know."""
        for widget in self.screen.walk_children(with_self=True):
            widget.refresh()
        self.screen.refresh(layout=True)

    def work(self, task: Coroutine[None, None, None], group: str, *, exclusive: bool = False) -> None:
        """Run something beside the screen; that it misses its widgets while the chat is being left is no fault.

        Args:
            task: what is to be done.
            group: of what is of its kind.
            exclusive: whether it takes the place of all in its group.
        """
        self.run_worker(self._until_left(task), group=group, exclusive=exclusive)

    async def _until_left(self, task: Coroutine[None, None, None]) -> None:
        try:
            await task
        except NoMatches:
            if self._main.query("#prompt"):
                raise

    def load(self) -> None:
        """Open the index and the encoder in the assistant's thread."""
        self.work(self._load(), "load", exclusive=True)

    async def _load(self) -> None:
        try:
            await asyncio.wrap_future(self.engine.warm())
            self._extent = await knowledge.extent(self.engine)
        except TfhelpError as error:
            self.fail(error)
            return
        self.ready = True
        await self._main.greet()

    def get_key_display(self, binding: Binding) -> str:
        """A key as it is written in the chat."""
        return written(super().get_key_display(binding))

    def greeting(self) -> list[str]:
        """What it knows, longest first."""
        if not self.ready:
            return [say(self.language, "loading")]
        entries, release = self._extent
        return [
            say(self.language, name, entries=entries, transformers=release)
            for name in ("ready", "ready_short", "ready_least")
        ]

    # -- things that every screen may need --------------------------------------------------------------------

    def fail(self, error: TfhelpError) -> None:
        """Show what makes answers impossible, with what can be done."""
        doors.failure(self, error)

    def report(self, error: Exception) -> None:
        """A bug: said, and not hidden."""
        self.log.error(error)
        self.notify(
            say(self.language, "internal", kind=type(error).__name__), severity="error", timeout=10, markup=False
        )

    def on_notify(self, event: Notify) -> None:
        """The same words stand in the corner only once; said again, they stay longer. The library then adds them."""
        for shown in list(self._notifications):
            if shown.message == event.notification.message:
                self._unnotify(shown, refresh=False)

    def notice(self, key: str, **values: object) -> None:
        """A short word in the corner."""
        self.notify(say(self.language, key, **values), timeout=3, markup=False)

    def warn_once(self, sentence: str) -> None:
        """A way of searching that does not work here."""
        if sentence not in self._warned:
            self._warned.add(sentence)
            self.notify(sanitize(sentence), severity="warning", timeout=10, markup=False)

    def keep(self) -> None:
        """Store what is new in the conversation, off the loop."""
        self.work(self._keep(), "keep")

    async def _keep(self) -> None:
        if problem := await asyncio.to_thread(self.session.keep):
            text = say(self.language, "not_kept", reason=sanitize(problem))
            self.notify(text, severity="warning", timeout=10, markup=False)

    async def copy(self, text: str) -> None:
        """To the clipboard; says what happened."""
        sequences: list[str] = []

        def later(sequence: str) -> bool:
            sequences.append(sequence)  # the screen's own thread writes it
            return True

        copied = await asyncio.to_thread(clipboard.copy, text, later)
        if sequences and not self._write(sequences[0]):
            copied = clipboard.Copied("no", why="none")
        told = clipboard.told(copied, self.language)
        self.notify(told, severity="warning" if copied.how == "no" else "information", timeout=4, markup=False)

    def _write(self, sequence: str) -> bool:
        """Hand a finished sequence to the terminal; False where none is behind the screen."""
        driver = self._driver
        if driver is None or driver.is_headless or driver.is_web:
            return False
        driver.write(sequence)
        return True

    def open_link(self, link: str) -> None:
        """Open a web address in a graphical browser; elsewhere show it.

        A browser in this terminal would take the screen away.
        """
        if not link.startswith(("http://", "https://")):
            return
        graphical = (
            sys.platform in ("darwin", "win32") or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
        )
        if graphical:
            self.open_url(link)
        else:
            self.notify(say(self.language, "link_shown", link=sanitize(link)), timeout=10, markup=False)

    # -- actions ------------------------------------------------------------------------------------------------

    def action_new(self) -> None:
        """A new conversation."""
        self.session.renew()
        self.work(self._main.restart(), "visit")
        self.notify(say(self.language, "cleared"), timeout=2, markup=False)

    def action_help(self) -> None:
        """Keys and commands."""
        doors.keys(self)

    def action_topics(self) -> None:
        """All entries by category."""
        doors.topics(self)

    def action_history(self) -> None:
        """Earlier conversations."""
        doors.history(self)

    def action_export(self, form: Format) -> None:
        """Write the conversation to a file in the current folder."""
        self.work(errands.export(self, form), "command")

    def action_toggle_private(self) -> None:
        """Keep nothing from now on, or keep again."""
        self.session.private = not self.session.private
        self.notify(say(self.language, "private_on" if self.session.private else "private_off"), markup=False)

    def action_toggle_summaries(self) -> None:
        """Show a summary above the entry, or none any more."""
        self._main.summaries.toggle()

    def action_switch_language(self) -> None:
        """English or Chinese."""
        self.set_language(self.other_language)

    @property
    def other_language(self) -> Language:
        """The one in which the interface is not."""
        return "en" if self.language == "zh" else "zh"

    def set_language(self, language: Language) -> None:
        """Interface and answers in another language; what stands on the screen is asked again."""
        self.language = language
        self.session.options = replace(self.session.options, language=language)
        self.session.forget_answers()
        self._main.relabel()
        self.work(self._main.restart(), "visit")

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """What the palette offers."""
        return palette.offered(self, screen)

    def _remember(self, theme: str) -> None:
        if theme != self.chosen.theme:
            self.chosen = replace(self.chosen, theme=theme)
            settings.remember(theme=theme)
