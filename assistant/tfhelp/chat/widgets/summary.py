"""The summary of an answer, above the entry."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from tfhelp.chat.widgets.picklist import one_line
from tfhelp.reading.sanitize import sanitize
from tfhelp.render.markdown import inline
from tfhelp.render.style import Style
from tfhelp.render.summary import parts
from tfhelp.summaries.telling import say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.app import ComposeResult

    from tfhelp.chat.app import ChatApp

_STYLES = {"code": "$text-accent", "bold": "bold", "dim": "$text-muted"}


@dataclass(frozen=True, slots=True)
class View:
    """What the panel says."""

    status: str
    """Who writes or wrote, how far it is, how fast it went; one line."""
    text: str
    """Of the summary, Markdown; each line stands for itself."""
    note: str = ""
    """What should be known besides."""
    alert: str = ""
    """Why there is not more."""
    writing: bool = False
    """Whether more is to come."""


class SummaryPanel(VerticalScroll):
    """A summary under a line that says whose it is.

    One that is being written has its full height from the beginning and keeps it: what is read below does not move.
    """

    DEFAULT_CSS = """
    SummaryPanel {
        display: none; height: auto; max-height: 35%; padding: 0; scrollbar-size-vertical: 1;
        background: $surface; border-left: blank;
    }
    SummaryPanel.-held { height: 35%; }
    SummaryPanel:focus { border-left: outer $border; }
    SummaryPanel > #summary_status {
        dock: top; height: 1; color: $text-primary; background: $surface;
        text-wrap: nowrap; text-overflow: ellipsis;
    }
    SummaryPanel > #summary { height: auto; }
    """

    def __init__(self) -> None:
        super().__init__(id="summary_panel")
        self.view: View | None = None

    def compose(self) -> ComposeResult:
        """The line and the text."""
        yield Static("", id="summary_status", markup=False)
        yield Static("", id="summary", markup=False)

    def show(self, view: View) -> None:
        """Show another summary, from its first line on."""
        self.set_class(view.writing, "-held")
        self.display = True
        self.scroll_home(animate=False)
        self.update_view(view)

    def update_view(self, view: View) -> None:
        """Show more of the same one, or its end."""
        self.view = view
        language = cast("ChatApp", self.app).language
        status = one_line(f"{say(language, 'heading')} · {view.status}".rstrip(" ·"))
        self.query_one("#summary_status", Static).update(Content.styled(status, "bold"))
        self.query_one("#summary", Static).update(Content("\n").join(_lines(view)))

    def hide(self) -> None:
        """Show none."""
        self.view = None
        self.display = False


def _lines(view: View) -> Iterator[Content]:
    if view.alert:
        yield Content.styled(sanitize(view.alert), "$text-warning")
    for part in parts(sanitize(view.text)):
        if part.startswith("```"):
            yield from (Content.styled(f"  {line}", "$text-accent") for line in part.splitlines()[1:-1])
        else:
            yield Content.assemble(*((run, _STYLES.get(name, "")) for run, name in inline(part, Style(colored=True))))
    if view.note:
        yield Content.styled(sanitize(view.note), "$text-muted")
