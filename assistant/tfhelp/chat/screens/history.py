"""Earlier conversations: search, go on, delete."""

from __future__ import annotations

import asyncio
import re
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Input

from tfhelp.chat.widgets.picklist import Line, PickList, one_line
from tfhelp.wording import Wording
from tfhelp_corpus.errors import TfhelpError

from .picker import Picker

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from tfhelp_corpus.entry import Language

PAUSE = 0.15
"""Seconds without typing after which one searches."""
HELD = 0.15
"""Seconds between two presses of a key below which it is being held down: that confirms nothing."""

say = Wording(
    {
        "title": "History",
        "placeholder": "Type to search in earlier conversations",
        "loading": "Loading …",
        "none": "No conversation contains that.",
        "empty": "Nothing is kept yet. Conversations appear here after their first question.",
        "question": "1 question",
        "questions": "{count} questions",
        "sure": "Press again to delete this conversation for good.",
        "pick_open": "Go on",
        "pick_close": "Close",
        "pick_delete": "Delete",
        "pick_down": "Down",
        "pick_up": "Up",
        "pick_page_down": "Page down",
        "pick_page_up": "Page up",
        "pick_words": "Search",
    },
    {
        "title": "历史",
        "placeholder": "输入文字，在以前的对话里搜索",
        "loading": "正在加载……",
        "none": "没有对话包含这些内容。",
        "empty": "还没有保存任何对话。问过第一个问题之后，对话就会出现在这里。",
        "question": "1 个问题",
        "questions": "{count} 个问题",
        "sure": "再按一次，就会彻底删除这个对话。",
        "pick_open": "继续对话",
        "pick_close": "关闭",
        "pick_delete": "删除",
        "pick_down": "向下",
        "pick_up": "向上",
        "pick_page_down": "下一页",
        "pick_page_up": "上一页",
        "pick_words": "搜索",
    },
)


@dataclass(frozen=True, slots=True)
class Row:
    """A conversation as it is listed."""

    id: str
    when: str
    """Local time, short."""
    title: str
    turns: int
    """How many questions it has; 0 where that is not known."""
    snippet: str
    """The text in which the searched words occur; empty where nothing is searched."""


class HistoryScreen(Picker):
    """Dismisses with the id of the conversation to go on with, or with None.

    Args:
        language: of the interface.
        search: returns the conversations that contain words, all for no words, in the order to be shown; may raise
            `TfhelpError`.
        delete: deletes a conversation by its id and returns a sentence if it could not.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+d", "delete", "Delete", id="pick_delete", priority=True),
        # While typing, this key belongs to the text.
        Binding("delete", "delete", "Delete", id="pick_delete_list", show=False),
    ]

    def __init__(
        self,
        language: Language,
        search: Callable[[str], Awaitable[list[Row]]],
        delete: Callable[[str], Awaitable[str | None]],
    ) -> None:
        super().__init__(language, say)
        self._search, self._delete = search, delete
        self._rows: list[Row] = []
        self._sequence = 0
        self._armed: str | None = None
        """The id of the conversation that the next press deletes."""
        self._pressed = 0.0
        self._deleting = False

    def on_mount(self) -> None:
        """List all conversations behind the first frame."""
        self._look()

    # -- searching -----------------------------------------------------------------------------------------------

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._look(PAUSE)

    def _look(self, pause: float = 0.0, at: int | None = None, problem: str = "") -> None:
        """Search for what is typed, in place of any search before.

        Args:
            pause: seconds to wait for more typing.
            at: the index of the row to select then.
            problem: a sentence to show with the result.
        """
        self._sequence += 1
        self.run_worker(self._fetch(self._sequence, pause, at, problem), group="search", exclusive=True)

    async def _fetch(self, sequence: int, pause: float, at: int | None, problem: str) -> None:
        await asyncio.sleep(pause)
        if not self.is_current:  # closed in the meantime
            return
        words = self.typed
        try:
            rows = await self._search(words)
        except TfhelpError as error:
            rows, problem = [], str(error)
        # The search runs in a thread, which cannot be cancelled: an old one may end after a newer one.
        if sequence == self._sequence and self.is_current:
            self._show(rows, words, at, problem)

    def _show(self, rows: list[Row], words: str, at: int | None, problem: str) -> None:
        self._rows, self._armed = rows, None
        self.picklist.show([(row.id, self._line(row)) for row in rows], at)
        nothing = "" if rows else say(self.language, "none" if words else "empty")
        self.tell(problem or nothing, error=bool(problem))
        self.count(str(len(rows)) if rows else "")

    def _line(self, row: Row) -> Line:
        count = (
            say(self.language, "question" if row.turns == 1 else "questions", count=row.turns) if row.turns else ""
        )
        below = None
        if row.id == self._armed:
            below = Content.styled(say(self.language, "sure"), "bold reverse")
        elif row.snippet:
            below = _marked(one_line(row.snippet), self.typed)
        return Line(
            Content.assemble((one_line(row.when), "dim"), "  "),
            Content(one_line(row.title)),
            Content.styled(f"  {count}", "dim") if count else None,
            below,
        )

    # -- deleting ------------------------------------------------------------------------------------------------

    def action_delete(self) -> None:
        """Ask in the row itself; delete when pressed again."""
        index, key = self.picklist.highlighted, self.picklist.key
        held = time.monotonic() - self._pressed < HELD
        self._pressed = time.monotonic()
        if index is None or key is None or self._deleting:
            return
        if key != self._armed:
            self._armed = key
            self.picklist.redraw(index, self._line(self._rows[index]))
        elif not held:
            self._deleting = True
            self.run_worker(self._drop(key, index), group="delete")

    async def _drop(self, conversation: str, index: int) -> None:
        try:
            problem = await self._delete(conversation)
        finally:
            self._deleting = False
        if self.is_current:
            self._look(at=index, problem=problem or "")

    @on(PickList.OptionHighlighted)
    def _moved(self, event: PickList.OptionHighlighted) -> None:
        """Whoever moves on does not want to delete."""
        event.stop()
        armed, self._armed = self._armed, None
        if armed == self.picklist.key:
            self._armed = armed
            return
        for index, row in enumerate(self._rows):
            if row.id == armed:
                self.picklist.redraw(index, self._line(row))


def _marked(text: str, words: str) -> Content:
    """Text in which the words stand out."""
    wanted = "|".join(re.escape(word) for word in words.split())
    content = Content.styled(text, "dim")
    return content.highlight_regex(re.compile(wanted, re.IGNORECASE), style="bold not dim") if wanted else content
