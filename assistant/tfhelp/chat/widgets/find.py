"""The line in which one types what to find."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input, Static

from tfhelp.chat.words import say

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from tfhelp_corpus.entry import Language


class FindBar(Horizontal):
    """Searches while one types; Enter keeps the matches, Esc drops them."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss", "Close", id="find_close")]

    DEFAULT_CSS = """
    FindBar { height: 1; display: none; padding: 0 1; }
    FindBar.open { display: block; }
    FindBar Input { border: none; height: 1; padding: 0; width: 1fr; background: $surface; }
    FindBar Static { width: auto; padding: 0 1; }
    """

    @dataclass
    class Typed(Message):
        """Other words are to be found."""

        words: str

    @dataclass
    class Closed(Message):
        """No longer typing."""

        keep: bool
        """Whether the matches stay marked."""

    def __init__(self, language: Language) -> None:
        super().__init__(id="find")
        self.language = language

    def compose(self) -> ComposeResult:
        """A label, the words, the count."""
        yield Static("/", markup=False)
        yield Input(id="words", compact=True, select_on_focus=True)
        yield Static("", id="count", markup=False)

    def open(self) -> None:
        """Show it and type into it."""
        self.add_class("open")
        self.query_one(Input).focus()
        self.post_message(self.Typed(self.query_one(Input).value))

    def forget(self) -> None:
        """Another page: the count was of the one before, and the line is in the way where nobody types into it."""
        self.query_one("#count", Static).update("")
        if not self.query_one(Input).has_focus:
            self.remove_class("open")

    def count(self, at: int, count: int) -> None:
        """Say which match is shown, of how many."""
        words = self.query_one(Input).value
        text = say(self.language, "found", at=at, count=count) if count else say(self.language, "not_found")
        self.query_one("#count", Static).update(text if words else "")

    def on_input_changed(self, event: Input.Changed) -> None:
        """Find while typing."""
        event.stop()
        self.post_message(self.Typed(event.value))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter: back to the text."""
        event.stop()
        self.post_message(self.Closed(keep=True))

    def action_dismiss(self) -> None:
        """Esc: back to the text, without marks."""
        self.remove_class("open")
        self.post_message(self.Closed(keep=False))
