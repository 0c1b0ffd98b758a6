"""The keys, as they are: put together from the bindings, so that it cannot say anything else."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from textual.binding import Binding, BindingsMap, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from tfhelp.chat.bindings import word_of
from tfhelp.chat.owners import owners
from tfhelp.chat.words import say as words
from tfhelp.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.app import ComposeResult

    from tfhelp_corpus.entry import Language

say = Wording(
    {
        "title": "Help",
        "prompt": "In the prompt",
        "body": "In results and answer",
        "results": "In the results",
        "reader": "In the answer",
        "summary": "In the summary",
        "find": "While finding",
        "everywhere": "Everywhere",
        "lists": "In topics and history",
        "failure": "Where tfhelp cannot answer",
        "help": "In this help",
        "commands": "Commands, typed into the prompt",
        "closes": "Esc closes",
        "change": "Keys can be changed in {file}, under [keys], by the names in brackets.",
    },
    {
        "title": "帮助",
        "prompt": "输入框里",
        "body": "结果和回答里",
        "results": "结果列表里",
        "reader": "回答里",
        "summary": "摘要里",
        "find": "查找时",
        "everywhere": "任何地方",
        "lists": "主题和历史里",
        "failure": "暂时无法回答时",
        "help": "帮助里",
        "commands": "在输入框里输入的命令",
        "closes": "Esc 关闭",
        "change": "按键可以在 {file} 的 [keys] 里改，用方括号里的名字。",
    },
)

ELLIPSIS = " … "
"""Between the first and the last of several keys that are numbered."""

ROOMY = 76
"""Columns from which on the names of the keys stand below each other."""


class HelpScreen(ModalScreen[None]):
    """Every key of the chat, by where it works, and the commands."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,f1,question_mark", "dismiss", "Close", id="help_close"),
        Binding("j", "scroll('down')", "Down", id="help_down", show=False),
        Binding("k", "scroll('up')", "Up", id="help_up", show=False),
    ]

    DEFAULT_CSS = """
    HelpScreen { align: center middle; }
    HelpScreen VerticalScroll {
        width: 100%; max-width: 90; height: 100%; max-height: 40; padding: 0 1; scrollbar-size-vertical: 1;
        border: round $border; border-title-color: $text-primary; border-title-style: bold;
        border-subtitle-color: $text-muted; background: $surface;
    }
    """

    def __init__(self, language: Language, commands: Iterable[tuple[str, str]], file: str) -> None:
        super().__init__()
        self._language, self._commands, self._file = language, list(commands), file

    def compose(self) -> ComposeResult:
        """One text, to be scrolled."""
        with VerticalScroll() as box:
            box.border_title = say(self._language, "title")
            box.border_subtitle = say(self._language, "closes")
            yield Static(self._text())

    def _text(self) -> Content:
        sections = self._sections()
        width = max(cell_len(keys) for rows in sections.values() for keys, _, _ in rows)
        roomy = self.app.size.width >= ROOMY
        wide = max(cell_len(what) for rows in sections.values() for _, what, _ in rows) if roomy else 0
        lines: list[Content] = []
        for heading, rows in sections.items():
            lines += [_heading(heading), *(_row(keys, _padded(what, wide), name, width) for keys, what, name in rows)]
            lines.append(Content(""))
        lines.append(_heading(say(self._language, "commands")))
        width = max(cell_len(name) for name, _ in self._commands)
        lines += [_row(name, what, "", width) for name, what in self._commands]
        lines += [Content(""), Content.styled(say(self._language, "change", file=self._file), "$text-muted")]
        return Content("\n").join(lines)

    def _sections(self) -> dict[str, list[tuple[str, str, str]]]:
        """Keys, what they do and their names, by where they work; each name once."""
        found: dict[str, list[tuple[str, str, str]]] = {}
        listed: set[str] = set()
        for place, classes in owners().items():
            rows: dict[str, list[str]] = {}
            for owner in classes:
                bindings = BindingsMap(owner.BINDINGS)
                bindings.apply_keymap(self.app._keymap)
                for _, binding in bindings:
                    if binding.id and binding.id not in listed:
                        shown = rows.setdefault(binding.id, [])
                        shown.append(self._display(binding, shown))
                listed |= rows.keys()
            found[say(self._language, place)] = [
                (" ".join(keys), self._word(name), f"[{name}]") for name, keys in _folded(rows).items()
            ]
        return {heading: rows for heading, rows in found.items() if rows}

    def _word(self, name: str) -> str:
        return words(self._language, "go_to") if ELLIPSIS in name else word_of(name, self._language) or name

    def _display(self, binding: Binding, before: list[str]) -> str:
        """A key as it is written here; several of one binding share what is to be shown of the first."""
        shown = self.app.get_key_display(binding)
        return self.app.get_key_display(replace(binding, key_display=None)) if shown in before else shown

    def action_scroll(self, direction: str) -> None:
        """A line up or down."""
        view = self.query_one(VerticalScroll)
        view.scroll_relative(y=1 if direction == "down" else -1, animate=False)


def _folded(rows: dict[str, list[str]]) -> dict[str, list[str]]:
    """Keys by name; those for the first to the ninth result are one, unless one of them was changed."""
    folded: dict[str, list[str]] = {}
    for name, keys in rows.items():
        family, _, number = name.rpartition("_")
        if number.isdecimal():
            last = f"{family}_9"
            stem = keys[0].removesuffix(number)
            if all(rows.get(f"{family}_{n}") == [f"{stem}{n}"] for n in range(1, 10)):
                folded[f"{family}_1{ELLIPSIS}{last}"] = [f"{stem}1{ELLIPSIS}{stem}9"]
                continue
        folded[name] = keys
    return folded


def _heading(text: str) -> Content:
    return Content.styled(text, "bold $text-primary")


def _row(keys: str, what: str, name: str, width: int) -> Content:
    return Content.assemble(" ", (_padded(keys, width), "bold"), f"  {what}", (f"  {name}".rstrip(), "$text-muted"))


def _padded(text: str, cells: int) -> str:
    return text + " " * (cells - cell_len(text))
