"""The line on top: what is read, or what can be done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.widgets import Static

from tfhelp.chat.widgets.picklist import cut, one_line

if TYPE_CHECKING:
    from textual.geometry import Size


class Headline(Static):
    """A text in as many lines as ``max-height`` allows; in a narrow one it is said shorter, or cut with a mark.

    What stands at its end (``tail``) is never cut.
    """

    DEFAULT_CSS = """
    Headline {
        height: auto; max-height: 2; padding: 0 1;
        text-style: bold; color: $text-primary; background: $surface;
    }
    """

    def __init__(self, *texts: str) -> None:
        super().__init__(texts[0], id="question", markup=False)
        self._texts, self._tail = texts, ""

    def show(self, *texts: str, tail: str = "") -> None:
        """Say something else.

        Args:
            texts: the same thing, longest first.
            tail: what stands behind it in any case.
        """
        self._texts, self._tail = tuple(map(one_line, texts)), one_line(tail)
        if self._tail:
            self._tail = f" {self._tail}"
        self.update(Content(self._texts[0] + self._tail))

    def render(self) -> Content:
        """What fits."""
        return Content("\n").join(self._lines(self.content_size.width))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002 (the library's)
        """Lines, within what is allowed."""
        return len(self._lines(width))

    def _lines(self, width: int) -> list[Content]:
        if width < 1:
            return [Content("")]
        limit = self.styles.max_height
        most = int(limit.value) if limit is not None and limit.is_cells else 1
        for text in self._texts:
            lines = Content(text + self._tail).wrap(width)
            if len(lines) <= most:
                return lines
        shortest = Content(self._texts[-1])
        for room in range(most * width - Content(self._tail).cell_length, 0, -1):
            lines = (cut(shortest, room) + self._tail).wrap(width)
            if len(lines) <= most:
                return lines
        return lines[:most]
