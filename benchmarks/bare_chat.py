"""The least that a chat in Textual can be: a page, a prompt of several lines, the keys. `chat.py` starts it too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import App
from textual.containers import VerticalScroll
from textual.widgets import Footer, Markdown, TextArea

if TYPE_CHECKING:
    from textual.app import ComposeResult


class BareChat(App[None]):
    """Shows a greeting and takes what is typed; answers nothing."""

    CSS = "VerticalScroll { height: 1fr; } TextArea { height: 5; }"

    def compose(self) -> ComposeResult:
        """Top to bottom."""
        with VerticalScroll():
            yield Markdown("Ask a question.")
        yield TextArea()
        yield Footer()

    def on_mount(self) -> None:
        """Type at once."""
        self.query_one(TextArea).focus()


if __name__ == "__main__":
    BareChat().run()
