"""Where an answer or a document is read, and searched."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Markdown, Static
from textual.widgets._markdown import MarkdownTableCellContents
from textual.widgets.markdown import MarkdownBlock, MarkdownFence

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.widget import Widget

    from tfhelp.render.pages import Page

MATCH, CURRENT = "on $warning 40%", "black on $warning"


class Reader(VerticalScroll):
    """Markdown of one page, under a line that says how far to trust it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j,down", "scroll_down", "Down", id="down", show=False),
        Binding("k,up", "scroll_up", "Up", id="up", show=False),
        Binding("g,home", "scroll_home", "Top", id="home", show=False),
        Binding("G,end", "scroll_end", "Bottom", id="end", show=False),
        Binding("space,pagedown", "page_down", "Page down", id="page_down", show=False),
        Binding("b,pageup", "page_up", "Page up", id="page_up", show=False),
    ]

    DEFAULT_CSS = """
    Reader { height: 1fr; scrollbar-gutter: stable; padding: 0; border-left: blank; }
    Reader:focus { border-left: outer $border; }
    Reader > Static { color: $text-muted; height: auto; }
    Reader > Static.warns { color: $text-warning; text-style: bold; }
    Reader > Markdown { padding: 0 1 0 0; margin: 0; background: transparent; }
    Reader MarkdownH1 { margin: 0 0 1 0; content-align: left middle; text-style: bold; }
    Reader MarkdownH2 { margin: 1 0 0 0; text-style: bold; }
    """

    def __init__(self) -> None:
        super().__init__(id="reader")
        self.page: Page | None = None
        self._matches: list[tuple[Widget, int]] = []
        self._originals: dict[Widget, Content] = {}
        self._at = -1

    def compose(self) -> ComposeResult:
        """The status line and the text."""
        yield Static("", id="status", markup=False)
        yield Markdown(open_links=False, id="page")

    async def show(self, page: Page) -> None:
        """Read another page, from its heading on."""
        self._forget_matches()
        self.page = page
        status = self.query_one("#status", Static)
        status.update(Content(page.status))
        status.set_class(page.warns, "warns")
        status.display = bool(page.status)
        await self.query_one(Markdown).update(page.markdown)
        self.scroll_home(animate=False)
        if page.heading:
            self.call_after_refresh(self._go_to_heading, page.heading)
        else:
            self.call_after_refresh(self.scroll_home, animate=False)  # once more, when the new text has its height

    async def show_nothing(self) -> None:
        """An empty page."""
        self._forget_matches()
        self.page = None
        self.query_one("#status", Static).display = False
        await self.query_one(Markdown).update("")

    def _go_to_heading(self, heading: str) -> None:
        for block in self.query(MarkdownBlock):
            if type(block).__name__.startswith("MarkdownH") and _content(block).plain == heading:
                self.scroll_to_widget(block, top=True, animate=False)
                return

    def code_in_view(self) -> str | None:
        """The first code block that can be seen, else the one above, else the first; None without code."""
        fences = list(self.query(MarkdownFence))
        below = [fence for fence in fences if fence.virtual_region_with_margin.bottom > self.scroll_y]
        chosen = below or fences[-1:]
        seen = [fence for fence in chosen if fence.region.overlaps(self.region)]
        fence = next(iter(seen or chosen or fences), None)
        return fence.code.strip("\n") if fence else None

    # -- finding -----------------------------------------------------------------------------------------------

    def find(self, words: str) -> tuple[int, int]:
        """Mark every occurrence and go to the first one in or below the view; which it is (from 1), and how many."""
        self._forget_matches()
        if not words:
            return 0, 0
        pattern = re.compile(re.escape(words), re.IGNORECASE)
        for block in self.query(MarkdownBlock).results() if self.page else ():
            self._mark(block, _content(block), pattern)
        for cell in self.query(MarkdownTableCellContents):
            self._mark(cell, Content(str(cell.visual)), pattern)
        if not self._matches:
            return 0, 0
        self._matches.sort(key=lambda match: match[0].region.y)
        ahead = (n for n, (block, _) in enumerate(self._matches) if block.region.bottom > self.region.y)
        self._at = next(ahead, 0)
        return self._show_match()

    def step(self, by: int) -> tuple[int, int]:
        """Go ``by`` matches on, around the end."""
        if not self._matches:
            return 0, 0
        self._at = (self._at + by) % len(self._matches)
        return self._show_match()

    def _mark(self, block: Widget, content: Content, pattern: re.Pattern[str]) -> None:
        if count := len(pattern.findall(content.plain)):
            self._originals[block] = content
            self._matches += [(block, number) for number in range(count)]
            _update(block, content.highlight_regex(pattern, style=MATCH))
            self._pattern = pattern

    def _show_match(self) -> tuple[int, int]:
        for block, original in self._originals.items():
            _update(block, original.highlight_regex(self._pattern, style=MATCH))
        block, number = self._matches[self._at]
        match = list(self._pattern.finditer(self._originals[block].plain))[number]
        marked = self._originals[block].highlight_regex(self._pattern, style=MATCH)
        _update(block, marked.stylize(CURRENT, match.start(), match.end()))
        self.scroll_to_widget(block, animate=False, center=True)
        return self._at + 1, len(self._matches)

    def _forget_matches(self) -> None:
        for block, content in self._originals.items():
            if block.is_attached:
                _update(block, content)
        self._matches, self._originals, self._at = [], {}, -1


def _content(block: MarkdownBlock) -> Content:
    """What a block shows. Textual has no public name for it."""
    return block._content


def _update(block: Widget, content: Content) -> None:
    if isinstance(block, MarkdownBlock):
        block.set_content(content)
    elif isinstance(block, Static):
        block.update(content)
