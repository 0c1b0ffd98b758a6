"""The results of a question, best first."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from tfhelp.reading.sanitize import sanitize
from tfhelp.render import facts

if TYPE_CHECKING:
    from tfhelp.answer import Answer, Candidate

_MARKS = {"yes": ("✓", "$text-success"), "no": ("✗", "$text-error"), "unknown": ("·", "$text-muted")}


class Results(OptionList):
    """A line for each candidate: number, code, title; how sure for the first, and whether it applies."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j", "cursor_down", "Down", id="results_down", show=False),
        Binding("k", "cursor_up", "Up", id="results_up", show=False),
        Binding("g", "first", "Top", id="results_home", show=False),
        Binding("G", "last", "Bottom", id="results_end", show=False),
    ]

    DEFAULT_CSS = """
    Results {
        height: auto; max-height: 5; border: none; padding: 0 1; background: transparent;
        text-wrap: nowrap; text-overflow: ellipsis;
    }
    Results:focus { border: none; background-tint: $foreground 3%; }
    Results > .option-list--option-highlighted { text-style: bold; }
    """

    def __init__(self) -> None:
        super().__init__(id="results")

    def show(self, answer: Answer) -> None:
        """Replace what is listed."""
        self.set_options([Option(_line(answer, found), id=found.record.code) for found in answer.candidates])
        if answer.candidates:
            self.highlighted = 0

    def clear_all(self) -> None:
        """List nothing."""
        self.clear_options()


def _line(answer: Answer, candidate: Candidate) -> Content:
    sign, style = _MARKS[candidate.applies]
    sure = f"{facts.confidence(answer)}  " if candidate.rank == 1 and answer.confident else ""
    return Content.assemble(
        (f"{candidate.rank} ", "$text-muted"),
        (sign, style),
        (f" {candidate.record.code}  ", "bold"),
        (sure, "$text-accent"),
        sanitize(candidate.text.title),
    )
