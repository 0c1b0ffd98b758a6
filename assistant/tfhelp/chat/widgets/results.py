"""The results of a question, best first."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.visual import RenderOptions, Visual
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from tfhelp.chat.widgets.picklist import cut, one_line
from tfhelp.render import facts

if TYPE_CHECKING:
    from textual.css.styles import RulesMap
    from textual.strip import Strip
    from textual.style import Style

    from tfhelp.answer import Answer, Candidate

_MARKS = {"yes": ("✓", "$text-success"), "no": ("✗", "$text-error"), "unknown": ("·", "$text-muted")}

INDENT = 4
"""Cells before a title that stands below its code."""

MOST_LINES = 3
"""Lines of such a title."""


class Results(OptionList):
    """Number, code and title of each candidate, and whether it applies.

    Above an answer each is a line. Beside one (``stacked``), where lines are short and many, the title stands below,
    and there is room to say how sure the first one is; else the answer says it right below.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select", "Full entry", id="open_result"),
        Binding("j", "cursor_down", "Down", id="results_down", show=False),
        Binding("k", "cursor_up", "Up", id="results_up", show=False),
        Binding("g", "first", "Top", id="results_home", show=False),
        Binding("G", "last", "Bottom", id="results_end", show=False),
    ]

    DEFAULT_CSS = """
    Results {
        height: auto; max-height: 5; border: none; padding: 0; background: transparent;
        text-wrap: nowrap; text-overflow: ellipsis;
    }
    Results:focus { border: none; background-tint: $foreground 0%; }
    Results > .option-list--option { padding: 0 1; }
    Results > .option-list--option-highlighted { color: $foreground; background: $primary 20%; text-style: none; }
    Results:focus > .option-list--option-highlighted {
        color: $foreground; background: $primary 50%; text-style: bold;
    }
    """

    def __init__(self) -> None:
        super().__init__(id="results")
        self._answer: Answer | None = None
        self._stacked = False

    def show(self, answer: Answer) -> None:
        """Replace what is listed."""
        self._answer = answer
        rows = [Row(answer, found, stacked=self._stacked) for found in answer.candidates]
        self.set_options([Option(row, id=row.code) for row in rows])
        if rows:
            self.highlighted = 0

    def stack(self, stacked: bool) -> None:
        """Put titles below their codes, or beside them."""
        if stacked == self._stacked:
            return
        self._stacked = stacked
        if self._answer is not None and self.option_count:
            for index, found in enumerate(self._answer.candidates):
                self.replace_option_prompt_at_index(index, Row(self._answer, found, stacked=stacked))

    def clear_all(self) -> None:
        """List nothing."""
        self._answer = None
        self.clear_options()


class Row(Visual):
    """A candidate in one line, or with its title in the lines below."""

    def __init__(self, answer: Answer, candidate: Candidate, *, stacked: bool) -> None:
        self.code = candidate.record.code
        sign, style = _MARKS[candidate.applies]
        self._head = Content.assemble((f"{candidate.rank} ", "$text-muted"), (sign, style), (f" {self.code}", "bold"))
        self._sure = facts.confidence(answer) if candidate.rank == 1 and answer.confident else ""
        self._title = Content(one_line(candidate.text.title))
        self._stacked = stacked

    def _lines(self, width: int) -> list[Content]:
        if not self._stacked:
            return [Content.assemble(self._head, "  ", cut(self._title, max(1, width - self._head.cell_length - 2)))]
        space = max(1, width - INDENT)
        wrapped = self._title.wrap(space)
        if len(wrapped) > MOST_LINES:
            last = cut(wrapped[MOST_LINES - 1].rstrip() + "…", space)
            wrapped = [*wrapped[: MOST_LINES - 1], last]
        sure = Content.styled(f"  {self._sure}" if self._sure else "", "$text-primary")
        return [self._head + sure, *(Content.assemble(" " * INDENT, line) for line in wrapped)]

    def render_strips(self, width: int, height: int | None, style: Style, options: RenderOptions) -> list[Strip]:
        """The row as lines of ``width`` cells."""
        lines = (line.truncate(width) for line in self._lines(width))
        strips = [strip for line in lines for strip in line.render_strips(width, 1, style, options)]
        return strips[:height]

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:  # noqa: ARG002 (the protocol's)
        """Cells that show everything in one line."""
        return self._head.cell_length + self._title.cell_length + len(self._sure) + 4

    def get_height(self, rules: RulesMap, width: int) -> int:  # noqa: ARG002 (the protocol's)
        """Lines at a width."""
        return len(self._lines(width))
