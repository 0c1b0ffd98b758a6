"""The application: start and end, themes, what all screens share."""

from __future__ import annotations

import asyncio
import os
import sys
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, cast

from textual.app import App, SystemCommand
from textual.binding import Binding, BindingType

from tfhelp import clipboard, settings
from tfhelp.reading.sanitize import sanitize
from tfhelp_corpus.errors import TfhelpError

from . import commands
from .bindings import keymap
from .screens.main import MainScreen
from .words import say

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.screen import Screen

    from tfhelp.answer import Candidate
    from tfhelp.assistant import Assistant
    from tfhelp.conversation.session import Format, Session
    from tfhelp.settings import Settings
    from tfhelp_corpus.entry import Language

    from .engine import Engine

DEFAULT_THEME = "textual-dark"
ACTIONS = ("new", "topics", "history", "not_this", "copy_code", "copy_command", "copy_answer", "copy_link")


class ChatApp(App[None]):
    """Help for people whose Transformers program just broke, kept open while they mend it."""

    TITLE = "tfhelp"
    CSS_PATH = "chat.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q", "quit", "Quit", id="quit", priority=True),
        Binding("ctrl+z", "suspend_process", "Suspend", id="suspend", show=False, priority=True),
    ]

    def __init__(self, engine: Engine, session: Session, chosen: Settings, language: Language) -> None:
        super().__init__()
        self.engine, self.session, self.chosen, self.language = engine, session, chosen, language
        self.ready = False
        self._warned: set[str] = set()
        self._main = MainScreen()
        self._knowledge: tuple[int, str] = (0, "")
        self.set_keymap(keymap(chosen.keys, _ids(self._main)))
        if chosen.theme in self.available_themes:
            self.theme = chosen.theme

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
        self.call_after_refresh(self.load)

    def _redraw(self) -> None:
        """All of it: after Ctrl+Z and ``fg`` the terminal is empty, which Textual does not know."""
        for widget in self.screen.walk_children(with_self=True):
            widget.refresh()
        self.screen.refresh(layout=True)

    def load(self) -> None:
        """Open the index and the encoder in the assistant's thread."""
        self.run_worker(self._load(), group="load", exclusive=True)

    async def _load(self) -> None:
        try:
            await asyncio.wrap_future(self.engine.warm())
            self._knowledge = await asyncio.wrap_future(self.engine.submit(_knowledge))
        except TfhelpError as error:
            self.fail(error)
            return
        self.ready = True
        await self._main.greet()

    def greeting(self) -> str:
        """What it knows."""
        if not self.ready:
            return say(self.language, "loading")
        entries, release = self._knowledge
        return say(self.language, "ready", entries=entries, transformers=release)

    # -- things that every screen may need --------------------------------------------------------------------

    def fail(self, error: TfhelpError) -> None:
        """Show what makes answers impossible, with what can be done."""
        from .screens.failure import FailureScreen

        if any(isinstance(screen, FailureScreen) for screen in self.screen_stack):
            return

        def decide(choice: str | None) -> None:
            if choice == "retry":
                self.load()
            elif choice == "quit":
                self.exit()

        self.push_screen(FailureScreen(self.language, error), decide)

    def report(self, error: Exception) -> None:
        """A bug: said, and not hidden."""
        self.log.error(error)
        self.notify(
            say(self.language, "internal", kind=type(error).__name__), severity="error", timeout=10, markup=False
        )

    def warn_once(self, sentence: str) -> None:
        """A way of searching that does not work here."""
        if sentence not in self._warned:
            self._warned.add(sentence)
            self.notify(sanitize(sentence), severity="warning", timeout=10, markup=False)

    def keep(self) -> None:
        """Store what is new in the conversation, off the loop."""
        self.run_worker(self._keep(), group="keep")

    async def _keep(self) -> None:
        if problem := await asyncio.to_thread(self.session.keep):
            text = say(self.language, "not_kept", reason=sanitize(problem))
            self.notify(text, severity="warning", timeout=10, markup=False)

    async def heading_of(self, candidate: Candidate) -> str | None:
        """The heading of the document under which the passage nearest to the question stands."""
        ordinal = candidate.evidence.passage
        if ordinal is None:
            return None
        passage = await asyncio.wrap_future(
            self.engine.submit(lambda assistant: assistant.searcher.bundle.database.passage(ordinal))
        )
        return next((s.heading for s in candidate.text.sections if s.role == passage.role and s.heading), None)

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

    def obey(self, text: str) -> bool:
        """Do what a typed command says; False where the text is a question."""
        command = commands.read(text)
        if command is None:
            return False
        if command.guess:
            self._main.query_one("#prompt").set_text(text)  # type: ignore[attr-defined]
            words = {"command": f"/{command.name}", "guess": f"/{command.guess}"}
            self.notify(say(self.language, "unknown_command", **words), severity="warning", markup=False)
            return True
        self.run_worker(self._obey(command), group="command")
        return True

    async def _obey(self, command: commands.Command) -> None:
        first = command.arguments[0] if command.arguments else ""
        match command.name:
            case "export":
                form = first if first in ("markdown", "json", "issue") else "markdown"
                rest = command.arguments[1:] if first == form else command.arguments
                await self._export(cast("Format", form), Path(" ".join(rest)).expanduser() if rest else None)
            case "lang":
                self.set_language("zh" if first == "zh" else "en" if first == "en" else self._other_language())
            case "env":
                self._use_environment(" ".join(command.arguments))
            case "copy":
                await self._main.action_copy(first if first in ("code", "command", "answer", "link") else "code")
            case "not":
                await self._main.action_not_this()
            case "private":
                self.action_toggle_private()
            case "quit":
                self.exit()
            case name:
                getattr(self, f"action_{name}")()

    def _use_environment(self, folder: str) -> None:
        if folder and not Path(folder).expanduser().is_dir():
            self.notify(say(self.language, "no_folder", path=sanitize(folder)), severity="warning", markup=False)
            return
        folder = str(Path(folder).expanduser()) if folder else ""
        self.session.options = replace(self.session.options, environment=folder or None)
        self.session.forget_answers()
        self.notify(say(self.language, "environment", path=sanitize(folder) or "-"), markup=False)

    def action_new(self) -> None:
        """A new conversation."""
        self.session.renew()
        self.run_worker(self._main.restart(), group="visit")
        self.notify(say(self.language, "cleared"), timeout=2, markup=False)

    def action_help(self) -> None:
        """Keys and commands."""
        from .screens.help import HelpScreen

        if isinstance(self.screen, HelpScreen):
            self.pop_screen()
            return
        nodes = [self._main.query_one(name) for name in ("Prompt", "Body", "Results", "Reader")]
        file = str(settings.config_file())
        self.push_screen(
            HelpScreen(self.language, [*nodes, self._main, self], commands.described(self.language), file)
        )

    def action_topics(self) -> None:
        """All entries by category; the chosen one is asked by its code."""
        from .screens.topics import TopicsScreen

        async def load() -> list[tuple[str, str, str]]:
            return await asyncio.wrap_future(self.engine.submit(lambda assistant: _topics(assistant, self.language)))

        if isinstance(self.screen, MainScreen):
            self.push_screen(TopicsScreen(self.language, load), lambda code: self._main.ask(code) if code else None)

    def action_history(self) -> None:
        """Earlier conversations; the chosen one is gone on with."""
        from .past import delete, search
        from .screens.history import HistoryScreen

        async def resume(conversation: str | None) -> None:
            if conversation is None:
                return
            try:
                await asyncio.to_thread(self.session.resume, conversation)
            except TfhelpError as error:
                self.notify(sanitize(str(error)), severity="warning", markup=False)
                return
            await self._main.restart()

        if isinstance(self.screen, MainScreen):
            self.push_screen(HistoryScreen(self.language, search(self.session), delete(self.session)), resume)

    def action_export(self, form: Format) -> None:
        """Write the conversation to a file in the current folder."""
        self.run_worker(self._export(form, None), group="command")

    async def _export(self, form: Format, path: Path | None) -> None:
        if not self.session.conversation.turns:
            self.notify(say(self.language, "nothing_asked"), markup=False)
            return
        work = self.engine.submit(lambda assistant: self.session.export(assistant, form, path))
        try:
            written = await asyncio.wrap_future(work)
        except (OSError, TfhelpError) as error:
            reason = getattr(error, "strerror", None) or error
            text = say(self.language, "not_exported", reason=sanitize(f"{path or ''} {reason}".strip()))
            self.notify(text, severity="error", markup=False)
            return
        self.notify(say(self.language, "exported", path=sanitize(str(written))), timeout=6, markup=False)

    def action_toggle_private(self) -> None:
        """Keep nothing from now on, or keep again."""
        self.session.private = not self.session.private
        self.notify(say(self.language, "private_on" if self.session.private else "private_off"), markup=False)

    def action_switch_language(self) -> None:
        """English or Chinese."""
        self.set_language(self._other_language())

    def _other_language(self) -> Language:
        return "en" if self.language == "zh" else "zh"

    def set_language(self, language: Language) -> None:
        """Interface and answers in another language; what stands on the screen is asked again."""
        self.language = language
        self.session.options = replace(self.session.options, language=language)
        self.session.forget_answers()
        self._main.relabel()
        self.run_worker(self._main.restart(), group="visit")

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """What the palette offers."""
        language = self.language
        yield SystemCommand(say(language, "theme"), say(language, "theme_help"), self.action_change_theme)
        if not isinstance(screen, MainScreen):
            return
        main = self._main
        entries = {
            "new": self.action_new,
            "topics": self.action_topics,
            "history": self.action_history,
            "find": main.action_find,
            "not_this": main.action_not_this,
            "toggle_private": self.action_toggle_private,
            "switch_language": self.action_switch_language,
            "help": self.action_help,
            "quit": self.exit,
        }
        for name, action in entries.items():
            yield SystemCommand(
                say(language, name), commands.say(language, name) if name in commands.NAMES else "", action
            )
        for what in ("code", "command", "answer", "link"):
            yield SystemCommand(say(language, f"copy_{what}"), "", partial(main.action_copy, what))
        for form in ("markdown", "json", "issue"):
            yield SystemCommand(say(language, f"export_{form}"), "", partial(self.action_export, form))

    def _remember(self, theme: str) -> None:
        if theme != self.chosen.theme:
            self.chosen = replace(self.chosen, theme=theme)
            settings.remember(theme=theme)


def _ids(screen: MainScreen) -> frozenset[str]:
    """Names of all keys that can be given another place."""
    from .screens.main import Body
    from .widgets.prompt import Prompt
    from .widgets.reader import Reader
    from .widgets.results import Results

    found = [
        *ChatApp.BINDINGS,
        *screen.BINDINGS,
        *Body.BINDINGS,
        *Prompt.BINDINGS,
        *Reader.BINDINGS,
        *Results.BINDINGS,
    ]
    return frozenset(binding.id for binding in found if isinstance(binding, Binding) and binding.id)


def _knowledge(assistant: Assistant) -> tuple[int, str]:
    manifest = assistant.searcher.bundle.manifest
    return manifest.counts["entries"], manifest.newest.get("transformers", "?")


def _topics(assistant: Assistant, language: Language) -> list[tuple[str, str, str]]:
    """Code, category and title of every entry."""
    listed = assistant.searcher.bundle.database.topics()
    return [
        (code, category, titles.get(language) or next(iter(titles.values()))) for _, code, category, titles in listed
    ]
