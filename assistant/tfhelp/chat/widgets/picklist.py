"""A list of one- and two-line rows, some of them headings, in which one thing is chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Region
from textual.visual import RenderOptions, Visual
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from tfhelp.reading.sanitize import sanitize

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events
    from textual.css.styles import RulesMap
    from textual.strip import Strip
    from textual.style import Style

LEAST_TEXT = 16
"""Cells that the text of a line keeps before what stands at its right end is left out."""


def one_line(text: str) -> str:
    """Foreign text as a single printable line."""
    return " ".join(sanitize(text).split())


def cut(content: Content, cells: int) -> Content:
    """Content that fits, with a mark where something is missing; half a wide character leaves no hole before it."""
    if content.cell_length <= cells:
        return content
    return content.truncate(cells - 1).rstrip() + "…"


def _padded(content: Content, cells: int) -> Content:
    return content.pad_right(max(0, cells - content.cell_length))


class Line(Visual):
    """A row that fits any width: what stands left and right stays whole, the text between is cut.

    Its height is known without laying text out, so that a list of a thousand rows is there at once.
    """

    def __init__(
        self, left: Content, text: Content, right: Content | None = None, below: Content | None = None
    ) -> None:
        self._left, self._text, self._right, self._below = left, text, right or Content(""), below

    def render_strips(self, width: int, height: int | None, style: Style, options: RenderOptions) -> list[Strip]:
        """The row as ``width`` cells of one or two lines."""
        right = self._right
        if width - self._left.cell_length - right.cell_length < LEAST_TEXT:
            right = Content("")
        space = max(1, width - self._left.cell_length - right.cell_length)
        lines = [Content.assemble(self._left, _padded(cut(self._text, space), space), right)]
        if self._below is not None:
            lines.append(Content.assemble("  ", cut(self._below, max(1, width - 2))))
        strips = [line.truncate(width).render_strips(width, 1, style, options) for line in lines]
        return [strip for found in strips for strip in found][:height]

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:  # noqa: ARG002 (the protocol's)
        """Cells that show everything."""
        first = self._left.cell_length + self._text.cell_length + self._right.cell_length
        return max(first, 2 + self._below.cell_length if self._below else 0)

    def get_height(self, rules: RulesMap, width: int) -> int:  # noqa: ARG002 (the protocol's)
        """Lines, whatever the width."""
        return 1 if self._below is None else 2


class PickList(OptionList):
    """Rows with keys. A click selects, a double click opens; headings have no key and are passed over.

    Clicking leaves the focus where it is, so that one can go on typing.
    """

    FOCUS_ON_CLICK = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j", "cursor_down", "Down", id="results_down", show=False),
        Binding("k", "cursor_up", "Up", id="results_up", show=False),
        Binding("g", "first", "Top", id="results_home", show=False),
        Binding("G", "last", "Bottom", id="results_end", show=False),
    ]

    DEFAULT_CSS = """
    PickList {
        height: 1fr; border: none; padding: 0; background: transparent;
        scrollbar-gutter: stable; scrollbar-size-vertical: 1;
    }
    PickList:focus { border: none; background-tint: $foreground 0%; }
    PickList > .option-list--option { padding: 0 1; }
    PickList > .option-list--option-disabled { color: $text-primary; text-style: bold; }
    PickList > .option-list--option-highlighted, PickList:focus > .option-list--option-highlighted {
        color: $block-cursor-foreground; background: $block-cursor-background; text-style: none;
    }
    """

    def __init__(self) -> None:
        super().__init__(id="list", markup=False)
        self._keys: list[str | None] = []

    @property
    def key(self) -> str | None:
        """The key of the selected row, None where there is none."""
        return None if self.highlighted is None else self._keys[self.highlighted]

    def show(self, rows: Sequence[tuple[str | None, Visual]], at: int | None = None) -> None:
        """Replace what is listed.

        Args:
            rows: keys and rows; a heading has no key.
            at: the index of the row to select; the first that can be selected where it is None.
        """
        self._keys = [key for key, _ in rows]
        # Without ids: two rows may have the same key.
        self.set_options([Option(row, disabled=key is None) for key, row in rows])
        if not rows:
            self.refresh()
            self._update_lines()
        elif at is None:
            self.action_first()
        else:
            self.highlighted = min(at, len(rows) - 1)

    def redraw(self, index: int, row: Visual) -> None:
        """Another look for a row."""
        self.replace_option_prompt_at_index(index, row)
        self.scroll_to_highlight()

    def scroll_to_highlight(self, top: bool = False) -> None:
        """Bring the selected row into view, and with it the heading right above it."""
        super().scroll_to_highlight(top)
        index = self.highlighted
        if index and self.is_mounted and self._keys[index - 1] is None and index in self._index_to_line:
            region = Region(0, self._index_to_line[index] - 1, self.scrollable_content_region.width, 2)
            self.scroll_to_region(region, force=True, animate=False, immediate=True)

    def on_click(self, event: events.Click) -> None:
        """Select; open with the second click (the library opens with the first)."""
        event.prevent_default()
        index = event.style.meta.get("option")
        if index is None or self._keys[index] is None:
            return
        self.highlighted = index
        if event.chain >= 2:
            self.action_select()
