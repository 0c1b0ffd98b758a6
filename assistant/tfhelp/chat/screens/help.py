"""The keys, as they are: put together from the bindings, so that it cannot say anything else."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from tfhelp.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from textual.app import ComposeResult
    from textual.dom import DOMNode

    from tfhelp_corpus.entry import Language

say = Wording(
    {
        "title": "Keys",
        "Prompt": "In the prompt",
        "Body": "In results and answer",
        "Results": "In the results",
        "Reader": "In the answer",
        "MainScreen": "Everywhere",
        "ChatApp": "Everywhere",
        "commands": "Commands, typed into the prompt",
        "close": "Esc closes this. Keys can be changed in {file}, under [keys], by the names in brackets.",
    },
    {
        "title": "按键",
        "Prompt": "输入框里",
        "Body": "结果和回答里",
        "Results": "结果列表里",
        "Reader": "回答里",
        "MainScreen": "任何地方",
        "ChatApp": "任何地方",
        "commands": "在输入框里输入的命令",
        "close": "按 Esc 关闭。按键可以在 {file} 的 [keys] 里改，用方括号里的名字。",
    },
)


class HelpScreen(ModalScreen[None]):
    """Every key of the given widgets, by widget, and the commands."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,f1,question_mark", "dismiss", "Close"),
        Binding("j", "scroll('down')", "Down", show=False),
        Binding("k", "scroll('up')", "Up", show=False),
    ]

    DEFAULT_CSS = """
    HelpScreen { align: center middle; }
    HelpScreen VerticalScroll {
        width: 90%; max-width: 90; height: 90%; border: round $border; background: $surface; padding: 0 1;
    }
    """

    def __init__(
        self, language: Language, nodes: Sequence[DOMNode], commands: Iterable[tuple[str, str]], file: str
    ) -> None:
        super().__init__()
        self._language, self._described = language, nodes
        self._commands, self._file = list(commands), file

    def compose(self) -> ComposeResult:
        """One text, to be scrolled."""
        with VerticalScroll():
            yield Static(self._text())

    def _text(self) -> Content:
        lines: list[Content] = []
        for heading, rows in self._sections().items():
            lines += [Content("")] if lines else []
            lines.append(Content.styled(heading, "bold $text-primary"))
            width = max(cell_len(keys) for keys, _ in rows)
            lines += [_row(keys + " " * (width - cell_len(keys)), what) for keys, what in rows]
        lines += [Content(""), Content(say(self._language, "close", file=self._file))]
        return Content("\n").join(lines)

    def _sections(self) -> dict[str, list[tuple[str, str]]]:
        found: dict[str, list[tuple[str, str]]] = {}
        for node in self._described:
            rows = found.setdefault(say(self._language, type(node).__name__), [])
            by_id: dict[str, tuple[list[str], str]] = {}
            for bindings in node._bindings.key_to_bindings.values():
                for binding in bindings:
                    if binding.id and binding.description:
                        keys, _ = by_id.setdefault(binding.id, ([], binding.description))
                        keys.append(self.app.get_key_display(binding))
            rows += [(" ".join(keys), f"{what}  [{name}]") for name, (keys, what) in by_id.items()]
        found[say(self._language, "commands")] = self._commands
        return {heading: rows for heading, rows in found.items() if rows}

    def action_scroll(self, direction: str) -> None:
        """A line up or down."""
        view = self.query_one(VerticalScroll)
        view.scroll_relative(y=1 if direction == "down" else -1, animate=False)


def _row(keys: str, what: str) -> Content:
    return Content.assemble("  ", (keys, "bold"), f"  {what}")
