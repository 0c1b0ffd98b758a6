"""Finding words in the page that is read."""

from __future__ import annotations

from textual import on
from textual.screen import Screen

from tfhelp.chat.bindings import reword
from tfhelp.chat.widgets.body import Body
from tfhelp.chat.widgets.find import FindBar
from tfhelp.chat.widgets.reader import Reader


class Finding(Screen[None]):
    """A screen with a page, and a line for the words to be found there."""

    def action_find(self) -> None:
        """Type what to find in the page."""
        self.query_one(FindBar).open()

    def action_find_step(self, by: int) -> None:
        """The next match, or the one before."""
        self._count(*self.query_one(Reader).step(by))

    def forget_found(self) -> None:
        """Another page is read."""
        self.query_one(FindBar).forget()
        reword(self.query_one(Body), "find_next", show=False)

    def _count(self, at: int, count: int) -> None:
        self.query_one(FindBar).count(at, count)
        reword(self.query_one(Body), "find_next", show=count > 0)

    @on(FindBar.Typed)
    def _find(self, event: FindBar.Typed) -> None:
        self._count(*self.query_one(Reader).find(event.words))

    @on(FindBar.Closed)
    def _found(self, event: FindBar.Closed) -> None:
        if not event.keep:
            self._count(*self.query_one(Reader).find(""))
        self.query_one(Reader).focus()
