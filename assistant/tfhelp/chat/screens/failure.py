"""What went wrong and what to do, in place of a traceback."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from tfhelp.reading.sanitize import sanitize
from tfhelp.wording import Wording

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from tfhelp_corpus.entry import Language
    from tfhelp_corpus.errors import TfhelpError

say = Wording(
    {"title": "tfhelp cannot answer", "keys": "r tries again · q quits · Esc goes back to what is on the screen"},
    {"title": "tfhelp 暂时无法回答", "keys": "r 重试 · q 退出 · Esc 回到刚才的界面"},
)


class FailureScreen(ModalScreen[str]):
    """Dismisses with ``retry``, ``quit`` or ``back``."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("r", "dismiss('retry')", "Retry"),
        Binding("q", "dismiss('quit')", "Quit"),
        Binding("escape", "dismiss('back')", "Back"),
    ]

    DEFAULT_CSS = """
    FailureScreen { align: center middle; }
    FailureScreen Vertical {
        width: 90%; max-width: 76; height: auto; border: round $error; background: $surface; padding: 1 2;
    }
    FailureScreen .title { text-style: bold; color: $text-error; }
    FailureScreen Static { margin-bottom: 1; }
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
            yield Static(say(self._language, "keys"), markup=False)
