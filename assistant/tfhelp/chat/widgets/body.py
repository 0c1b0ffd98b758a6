"""Results and answer, above or beside each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from textual.binding import Binding, BindingType
from textual.containers import Vertical

from tfhelp.chat.bindings import reword
from tfhelp.chat.knowledge import heading_of
from tfhelp.chat.words import say
from tfhelp.render.pages import answer_page, document_page, nothing_page

from .reader import Reader
from .results import Results
from .summary import SummaryPanel

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.widgets import Markdown

    from tfhelp.answer import Answer
    from tfhelp.chat.app import ChatApp
    from tfhelp.chat.trail import Place
    from tfhelp.render.pages import Page


class Body(Vertical):
    """Results and answer. While one of them has the focus, single letters are keys."""

    BINDINGS: ClassVar[list[BindingType]] = [
        # In the order in which they stand in the last line, most wanted first.
        Binding("n", "screen.find_step(1)", "Next match", id="find_next", show=False),
        Binding("N", "screen.find_step(-1)", "Previous match", id="find_previous", show=False),
        Binding("enter,d", "screen.open_document", "Full entry", id="open"),
        Binding("y", "copy('code')", "Copy code", id="copy_code"),
        Binding("c", "copy('command')", "Copy command", id="copy_command", show=False),
        Binding("Y", "copy('answer')", "Copy answer", id="copy_answer", show=False),
        Binding("l", "copy('link')", "Copy link", id="copy_link", show=False),
        Binding("o", "open_link", "Open link", id="open_link", show=False),
        Binding("slash", "screen.find", "Find", id="find", key_display="/"),
        Binding("x", "screen.not_this", "Did not help", id="not_this"),
        Binding("s", "app.toggle_summaries", "Summaries", id="summaries_letter", show=False),
        Binding("S", "focus_summary", "Read the summary", id="focus_summary", show=False),
        Binding("right_square_bracket", "screen.forward", "Forward", id="forward", show=False, key_display="]"),
        Binding("left_square_bracket,backspace", "screen.back", "Back", id="back", show=False, key_display="["),
        Binding("i", "screen.focus_prompt", "Ask", id="focus_prompt", show=False),
        Binding("question_mark", "app.help", "Help", id="help_letter", show=False),
        *(Binding(str(n), f"screen.go({n})", f"Result {n}", id=f"go_{n}", show=False) for n in range(1, 10)),
    ]

    def __init__(self) -> None:
        super().__init__(id="body")
        self._document = False
        """Whether a whole document is read."""

    @property
    def _chat(self) -> ChatApp:
        return cast("ChatApp", self.app)

    def compose(self) -> ComposeResult:
        """The list before the text."""
        yield Results()
        yield SummaryPanel()
        yield Reader()

    def on_mount(self) -> None:
        """Nothing is listed yet."""
        self.lay_out()

    # -- showing -----------------------------------------------------------------------------------------------

    async def show(self, answer: Answer, place: Place, *, other: bool) -> None:
        """List what was found and show one page of it.

        Args:
            answer: to the question of the place.
            place: what to read.
            other: whether the answer is another one than was shown before.
        """
        results = self.query_one(Results)
        self._document = place.document
        if other or not results.option_count:
            results.show(answer)
        self.lay_out()
        if answer.candidates and results.highlighted != place.candidate:
            with self.prevent(Results.OptionHighlighted):
                results.highlighted = place.candidate
        reword(self, "open", say(self._chat.language, "shorten" if place.document else "open"))
        await self.query_one(Reader).show(await self._page(answer, place))

    async def _page(self, answer: Answer, place: Place) -> Page:
        if not answer.candidates or (not answer.confident and place.candidate == 0 and not place.document):
            return nothing_page(answer)
        candidate = answer.candidates[place.candidate]
        if not place.document:
            return answer_page(answer, candidate)
        return document_page(answer, candidate, await heading_of(self._chat.engine, candidate))

    def clear(self) -> None:
        """List nothing; the page stays."""
        self.query_one(Results).clear_all()
        self.lay_out()

    def lay_out(self) -> None:
        """Show the results beside a document where there is room, above an answer everywhere."""
        results = self.query_one(Results)
        room = not self._document or self.screen.has_class("-wide")
        results.display = results.option_count > 0 and room
        results.stack(self.screen.has_class("-wide"))

    def action_focus_summary(self) -> None:
        """Go to the summary, to scroll it; from there back to the answer."""
        panel = self.query_one(SummaryPanel)
        if not panel.display:
            self._chat.notice("no_summary")
        else:
            (self.query_one(Reader) if panel.has_focus else panel).focus()

    # -- copying, links ----------------------------------------------------------------------------------------

    async def action_copy(self, what: str) -> None:
        """Copy the code in view, the first command of the fix, the whole page, or its first link."""
        reader = self.query_one(Reader)
        page = reader.page
        if page is None:
            self._chat.notice("nothing_asked")
            return
        text = {
            "code": reader.code_in_view(),
            "command": page.command,
            "answer": page.markdown,
            "link": next(iter(page.links), None),
        }[what]
        if text is None:
            self._chat.notice("no_link" if what == "link" else "no_code")
        else:
            await self._chat.copy(text)

    def action_open_link(self) -> None:
        """Open the first link of the page."""
        page = self.query_one(Reader).page
        if page and page.links:
            self._chat.open_link(page.links[0])
        else:
            self._chat.notice("no_link")

    def on_markdown_link_clicked(self, event: Markdown.LinkClicked) -> None:
        """Only web addresses are opened."""
        event.stop()
        self._chat.open_link(event.href)
