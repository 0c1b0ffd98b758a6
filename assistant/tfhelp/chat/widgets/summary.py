"""The summary of an answer, above the entry."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, cast

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from tfhelp.chat.widgets.picklist import one_line
from tfhelp.chat.words import say as words
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
    Where there is more than can be seen, the line says so.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j,down", "scroll_down", "Down", id="summary_down", show=False),
        Binding("k,up", "scroll_up", "Up", id="summary_up", show=False),
        Binding("g,home", "scroll_home", "Top", id="summary_home", show=False),
        Binding("G,end", "scroll_end", "Bottom", id="summary_end", show=False),
        Binding("space,pagedown", "page_down", "Page down", id="summary_page_down", show=False),
        Binding("b,pageup", "page_up", "Page up", id="summary_page_up", show=False),
    ]

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
        self.query_one("#summary", Static).update(Content("\n").join(_lines(view)))
        self._say_whose()
        self.call_after_refresh(self._say_whose)  # what the text needs is known when it is laid out

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """The end may have come into view."""
        super().watch_scroll_y(old_value, new_value)
        self._say_whose()

    def on_resize(self) -> None:
        """There may be more room, or less."""
        self.call_after_refresh(self._say_whose)

    def watch_has_focus(self, _has_focus: bool) -> None:
        """The way to the rest is a shorter one from here."""
        super().watch_has_focus(_has_focus)
        self._say_whose()

    def _say_whose(self) -> None:
        if self.view is None:
            return
        language = cast("ChatApp", self.app).language
        way = "summary_more_here" if self.has_focus else "summary_more"
        more = f" ({words(language, way)})" if self.scroll_y < self.max_scroll_y else ""
        status = one_line(f"{say(language, 'heading')}{more} · {self.view.status}".rstrip(" ·"))
        self.query_one("#summary_status", Static).update(Content.styled(status, "bold"))

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
