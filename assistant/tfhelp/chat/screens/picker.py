"""What topics and history have in common: words on top, a list below, one choice."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from tfhelp.chat.bindings import localize
from tfhelp.chat.widgets.keyline import KeyLine
from tfhelp.chat.widgets.picklist import PickList
from tfhelp.reading.sanitize import sanitize

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.app import ComposeResult

    from tfhelp.wording import Wording
    from tfhelp_corpus.entry import Language


class Picker(ModalScreen[str | None]):
    """Dismisses with the key of the chosen row, or with None.

    A screen brings its own words: ``title``, ``placeholder``, ``loading``, and one for each id of a key.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        # Before the line of words sees them: these keys move in the list wherever the focus is.
        Binding("enter", "choose", "Open", id="pick_open", priority=True),
        Binding("escape", "close", "Close", id="pick_close"),
        Binding("down", "move('cursor_down')", "Down", id="pick_down", show=False, priority=True),
        Binding("up", "move('cursor_up')", "Up", id="pick_up", show=False, priority=True),
        Binding("pagedown", "move('page_down')", "Page down", id="pick_page_down", show=False, priority=True),
        Binding("pageup", "move('page_up')", "Page up", id="pick_page_up", show=False, priority=True),
        Binding("f1", "app.help", "Help", id="help", show=False),
        Binding("slash", "focus_words", "Search", id="pick_words", show=False),
    ]

    DEFAULT_CSS = """
    Picker { align: center middle; }
    Picker #box {
        width: 100%; max-width: 100; height: 100%; max-height: 36;
        border: round $border; border-title-color: $text-primary; border-title-style: bold; background: $surface;
    }
    Picker #words { border: none; height: 1; padding: 0 1; background: $boost; }
    Picker #status { height: auto; max-height: 5; padding: 0 1; color: $text-muted; }
    Picker #status.-error { color: $text-error; }
    Picker KeyLine { background: transparent; }
    """

    def __init__(self, language: Language, words: Wording) -> None:
        super().__init__()
        self.language = language
        self._words = words
        localize(self, language)
        self._describe({name: words(language, name) for name in words.keys if name.startswith("pick_")})

    def compose(self) -> ComposeResult:
        """Words, what is to be said, the list, the keys."""
        with Vertical(id="box") as box:
            box.border_title = self._words(self.language, "title")
            yield Input(id="words", compact=True, placeholder=self._words(self.language, "placeholder"))
            yield Static(self._words(self.language, "loading"), id="status", markup=False)
            yield PickList()
            yield KeyLine()

    def on_mount(self) -> None:
        """Type at once."""
        localize(self.picklist, self.language)
        self.query_one(Input).focus()
        self.refresh_bindings()

    @property
    def picklist(self) -> PickList:
        """The list."""
        return self.query_one(PickList)

    @property
    def typed(self) -> str:
        """What is typed on top."""
        return sanitize(self.query_one(Input).value).strip()

    def tell(self, text: str, *, error: bool = False) -> None:
        """A sentence above the list; an empty one takes its line away."""
        status = self.query_one("#status", Static)
        status.update(Content(sanitize(text)))
        status.set_class(error, "-error")
        status.display = bool(text)

    def count(self, text: str) -> None:
        """How much is listed, in the frame."""
        self.query_one("#box").border_subtitle = text

    def pick(self, key: str | None) -> None:
        """Leave with a choice; what was pressed twice arrives when the screen is gone already."""
        if self.is_current:
            self.dismiss(key)

    def action_choose(self) -> None:
        """Leave with the selected row."""
        if self.picklist.key is not None:
            self.pick(self.picklist.key)

    def action_close(self) -> None:
        """Leave without."""
        self.pick(None)

    async def action_move(self, how: str) -> None:
        """Move in the list while typing."""
        await self.picklist.run_action(how)

    def action_focus_words(self) -> None:
        """From the list to the words."""
        self.query_one(Input).focus()

    def on_option_list_option_selected(self, event: PickList.OptionSelected) -> None:
        """A double click."""
        event.stop()
        self.action_choose()

    def _describe(self, descriptions: Mapping[str, str]) -> None:
        bindings = self._bindings.key_to_bindings
        for key, found in bindings.items():
            bindings[key] = [
                replace(binding, description=descriptions.get(binding.id or "", binding.description))
                for binding in found
            ]
