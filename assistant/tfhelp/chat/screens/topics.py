"""All entries by category, to be narrowed down by typing."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from typing import TYPE_CHECKING

from textual import on
from textual.content import Content
from textual.widgets import Input

from tfhelp.categories import category_name
from tfhelp.chat.widgets.picklist import Line, one_line
from tfhelp.wording import Wording
from tfhelp_corpus.entry import CATEGORIES
from tfhelp_corpus.errors import TfhelpError

from .picker import Picker

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from textual.visual import Visual

    from tfhelp_corpus.entry import Language

Topic = tuple[str, str, str]
"""Code, category and title of an entry."""

say = Wording(
    {
        "title": "Topics",
        "placeholder": "Type to narrow down: code, words of the title, category",
        "loading": "Loading …",
        "none": "No entry matches.",
        "empty": "There are no entries.",
        "count": "{shown} of {all}",
        "heading": "{name} ({count})",
        "pick_open": "Open",
        "pick_close": "Close",
        "pick_down": "Down",
        "pick_up": "Up",
        "pick_page_down": "Page down",
        "pick_page_up": "Page up",
        "pick_words": "Narrow down",
    },
    {
        "title": "主题",
        "placeholder": "输入编号、标题里的字或类别来筛选",
        "loading": "正在加载……",
        "none": "没有符合的条目。",
        "empty": "还没有任何条目。",
        "count": "{shown} / {all}",
        "heading": "{name}（{count}）",
        "pick_open": "打开",
        "pick_close": "关闭",
        "pick_down": "向下",
        "pick_up": "向上",
        "pick_page_down": "下一页",
        "pick_page_up": "上一页",
        "pick_words": "筛选",
    },
)


class TopicsScreen(Picker):
    """Dismisses with the code of an entry, or with None.

    Args:
        language: of the interface.
        load: returns all entries in the order to be shown; may raise `TfhelpError`.
    """

    def __init__(self, language: Language, load: Callable[[], Awaitable[list[Topic]]]) -> None:
        super().__init__(language, say)
        self._load = load
        self._topics: list[tuple[str, str, Line]] | None = None
        """Category, words to find it by, and row of every entry; None while they are not there."""
        self._codes: list[str] = []

    def on_mount(self) -> None:
        """Fetch the entries behind the first frame."""
        self.run_worker(self._fetch(), group="fetch")

    async def _fetch(self) -> None:
        try:
            topics = await self._load()
        except TfhelpError as error:
            if self.is_current:
                self.tell(str(error), error=True)
            return
        if not self.is_current:  # closed in the meantime
            return
        self._codes = [code for code, _, _ in topics]
        self._topics = [
            (category, _words(code, category, title), _row(code, title)) for code, category, title in topics
        ]
        self._show()

    @on(Input.Changed)
    def _narrow(self, event: Input.Changed) -> None:
        event.stop()
        self._show()

    def _show(self) -> None:
        """List what holds all that is typed, by category."""
        if self._topics is None:
            return
        wanted = _fold(self.typed).split()
        found: dict[str, list[tuple[str | None, Visual]]] = defaultdict(list)
        for code, (category, words, row) in zip(self._codes, self._topics, strict=True):
            if all(word in words for word in wanted):
                found[category].append((code, row))
        order = [*(name for name in CATEGORIES if name in found), *sorted(found.keys() - set(CATEGORIES))]
        rows: list[tuple[str | None, Visual]] = []
        for name in order:
            heading = say(self.language, "heading", name=_name(self.language, name), count=len(found[name]))
            rows += [(None, Content(heading)), *found[name]]
        self.picklist.show(rows)
        self.count(say(self.language, "count", shown=len(rows) - len(order), all=len(self._topics)))
        self.tell("" if rows else say(self.language, "none" if self._topics else "empty"))


def _name(language: Language, category: str) -> str:
    """A category in words; one of somebody's own index as it is written there."""
    return one_line(category_name(language, category))


def _words(code: str, category: str, title: str) -> str:
    """What an entry is found by; its category counts in both languages."""
    return _fold(" ".join((code, title, category, _name("en", category), _name("zh", category))))


def _fold(text: str) -> str:
    """Text for comparing: upper and lower case, full and half width are the same."""
    return unicodedata.normalize("NFKC", text).casefold()


def _row(code: str, title: str) -> Line:
    return Line(Content.assemble(" ", (one_line(code), "bold"), "  "), Content(one_line(title)))
