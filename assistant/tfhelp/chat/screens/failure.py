"""What went wrong and what to do, in place of a traceback."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from tfhelp.chat.bindings import localize
from tfhelp.chat.widgets.keyline import KeyLine
from tfhelp.reading.sanitize import sanitize
from tfhelp.wording import Wording

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from tfhelp_corpus.entry import Language
    from tfhelp_corpus.errors import TfhelpError

say = Wording(
    {"title": "tfhelp cannot answer"},
    {"title": "tfhelp 暂时无法回答"},
)


class FailureScreen(ModalScreen[str]):
    """Dismisses with ``retry``, ``quit`` or ``back``."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("r", "dismiss('retry')", "Try again", id="fail_retry"),
        Binding("q", "dismiss('quit')", "Quit", id="fail_quit"),
        Binding("escape", "dismiss('back')", "Back", id="fail_back"),
        Binding("f1", "app.help", "Help", id="help", show=False),
    ]

    DEFAULT_CSS = """
    FailureScreen { align: center middle; }
    FailureScreen Vertical {
        width: 90%; max-width: 76; height: auto; border: round $error; background: $surface; padding: 1 2;
    }
    FailureScreen .title { text-style: bold; color: $text-error; }
    FailureScreen Static { margin-bottom: 1; }
    FailureScreen KeyLine { dock: none; padding: 0; background: transparent; }
    """

    def __init__(self, language: Language, error: TfhelpError) -> None:
        super().__init__()
        self._language, self._error = language, error

    def compose(self) -> ComposeResult:
        """What happened, what helps, which keys."""
        with Vertical():
            yield Static(say(self._language, "title"), classes="title", markup=False)
            yield Static(sanitize(self._error.message), markup=False)
            if self._error.hint:
                yield Static(sanitize(self._error.hint), markup=False)
            yield KeyLine(always=())

    def on_mount(self) -> None:
        """Keys in the language of the interface."""
        localize(self, self._language)
        self.refresh_bindings()
