"""The screen one lives in: question, results, answer, prompt."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, ClassVar, cast

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.css.query import NoMatches
from textual.screen import Screen
from textual.widgets import Footer, Static

from tfhelp.chat.bindings import localize
from tfhelp.chat.widgets.find import FindBar
from tfhelp.chat.widgets.prompt import Prompt
from tfhelp.chat.widgets.reader import Reader
from tfhelp.chat.widgets.results import Results
from tfhelp.chat.words import say
from tfhelp.errors import UsageError
from tfhelp.reading.sanitize import sanitize
from tfhelp.render.pages import answer_page, document_page, nothing_page
from tfhelp_corpus.errors import TfhelpError

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual import events
    from textual.app import ComposeResult
    from textual.widgets import Markdown, OptionList

    from tfhelp.answer import Candidate
    from tfhelp.assistant import Assistant
    from tfhelp.chat.app import ChatApp
    from tfhelp.conversation.turn import Turn

LEAST_COLUMNS, LEAST_LINES = 40, 10
ROOMY = 20
"""Lines from which on nothing has to be given up."""

WIDE = 110
"""Columns from which on the results stand beside the answer."""


@dataclass(frozen=True, slots=True)
class Place:
    """What is being read: a turn, one of its candidates, as answer or as whole document."""

    turn: int
    candidate: int = 0
    document: bool = False


class Body(Vertical):
    """Results and answer. While one of them has the focus, single letters are keys."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "screen.find", "Find", id="find", key_display="/"),
        Binding("n", "screen.find_step(1)", "Next match", id="find_next", show=False),
        Binding("N", "screen.find_step(-1)", "Previous match", id="find_previous", show=False),
        Binding("y", "screen.copy('code')", "Copy code", id="copy_code"),
        Binding("c", "screen.copy('command')", "Copy command", id="copy_command", show=False),
        Binding("Y", "screen.copy('answer')", "Copy answer", id="copy_answer", show=False),
        Binding("l", "screen.copy('link')", "Copy link", id="copy_link", show=False),
        Binding("o", "screen.open_link", "Open link", id="open_link", show=False),
        Binding("enter,d", "screen.open_document", "Whole document", id="open"),
        Binding("right_square_bracket", "screen.forward", "Forward", id="forward", show=False, key_display="]"),
        Binding("left_square_bracket,backspace", "screen.back", "Back", id="back", key_display="["),
        Binding("x", "screen.not_this", "Did not help", id="not_this"),
        Binding("i", "screen.focus_prompt", "Ask", id="focus_prompt", show=False),
        Binding("question_mark", "screen.help", "Keys", id="help_letter", show=False),
        *(Binding(str(n), f"screen.go({n})", f"Result {n}", id=f"go_{n}", show=False) for n in range(1, 10)),
    ]


class MainScreen(Screen[None]):
    """Asks, shows, moves around. What is asked and kept is the session's; how it is drawn is the widgets'."""

    VERTICAL_BREAKPOINTS = [(0, "-short"), (ROOMY, "-roomy")]  # noqa: RUF012 (as below)
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide")]  # noqa: RUF012 (Textual declares it so)

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Stop", id="stop", show=False),
        Binding("ctrl+n", "new", "New conversation", id="new", show=False, priority=True),
        Binding("ctrl+r", "history", "History", id="history", show=False, priority=True),
        Binding("ctrl+t", "topics", "Topics", id="topics", show=False, priority=True),
        Binding("ctrl+f", "find", "Find", id="find_anywhere", show=False, priority=True),
        Binding("alt+left", "back", "Back", id="back_anywhere", show=False, priority=True),
        Binding("alt+right", "forward", "Forward", id="forward_anywhere", show=False, priority=True),
        Binding("alt+up", "turn(-1)", "Earlier question", id="turn_earlier", show=False, priority=True),
        Binding("alt+down", "turn(1)", "Later question", id="turn_later", show=False, priority=True),
        *(Binding(f"alt+{n}", f"go({n})", f"Result {n}", id=f"go_alt_{n}", show=False) for n in range(1, 10)),
        Binding("f1", "help", "Keys", id="help", priority=True),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._waiting: asyncio.Queue[str] = asyncio.Queue()
        self._asking = False
        self._sequence = 0
        self._place: Place | None = None
        self._behind: list[Place] = []
        self._ahead: list[Place] = []

    @property
    def place(self) -> Place | None:
        """What is being read."""
        return self._place

    @property
    def chat(self) -> ChatApp:
        """The application."""
        return cast("ChatApp", self.app)

    def compose(self) -> ComposeResult:
        """Top to bottom."""
        language = self.chat.language
        yield Static(say(language, "loading"), id="question", markup=False)
        with Body(id="body"):
            yield Results()
            yield Reader()
        yield FindBar(language)
        yield Prompt(language)
        yield Footer(compact=True)
        yield Static(say(language, "too_small"), id="too_small", markup=False)

    def on_mount(self) -> None:
        """Type at once; the knowledge is loaded behind the first frame."""
        self.localize()
        self.query_one(Results).display = False
        self.query_one(Prompt).focus()
        self.run_worker(self._converse(), group="converse")

    def localize(self) -> None:
        """Keys in the language of the interface."""
        for node in (self.app, self, *self.query("Body, Prompt, Results, Reader, FindBar")):
            localize(node, self.chat.language)
        self.refresh_bindings()

    def relabel(self) -> None:
        """The interface is in another language now."""
        language = self.chat.language
        prompt, find = self.query_one(Prompt), self.query_one(FindBar)
        prompt.words_language = find.language = language
        prompt.placeholder = say(language, "placeholder")
        self.query_one("#too_small", Static).update(say(language, "too_small"))
        self.localize()

    def on_resize(self, event: events.Resize) -> None:
        """Say so where there is no room to draw."""
        tiny = event.size.width < LEAST_COLUMNS or event.size.height < LEAST_LINES
        self.set_class(tiny, "-tiny")
        self.call_after_refresh(self._show_results)
        if not tiny and self.focused is None:  # what is not drawn loses the focus
            self.query_one(Prompt).focus()

    def on_key(self, event: events.Key) -> None:
        """What is typed before the prompt is there goes into it."""
        if self.focused is None and event.is_printable and event.character:
            event.stop()
            prompt = self.query_one(Prompt)
            prompt.insert(event.character)
            prompt.focus()

    async def greet(self) -> None:
        """The knowledge is loaded: show where a resumed conversation ended, or what can be asked."""
        if self._place is not None or self._asking or not self._waiting.empty():
            return
        if turns := self.chat.session.conversation.turns:
            await self.visit(Place(len(turns)))
        else:
            self._say_above(self.chat.greeting())

    # -- asking ------------------------------------------------------------------------------------------------

    @on(Prompt.Asked)
    def _asked(self, event: Prompt.Asked) -> None:
        event.stop()
        if not self.chat.obey(event.text):
            self.ask(event.text)

    def ask(self, text: str) -> None:
        """Put a question in line."""
        self._sequence += 1
        self._waiting.put_nowait(text)
        self._say_above(say(self.chat.language, "asking" if self.chat.ready else "waiting"))

    async def _converse(self) -> None:
        """Answer what stands in line, one after the other; only the newest answer is shown."""
        while True:
            text = await self._waiting.get()
            sequence = self._sequence
            self._asking = True
            turn = await self._turn(partial(self.chat.session.ask, text=text), text)
            self._asking = False
            if turn is not None and self._waiting.empty() and sequence == self._sequence:
                await self.visit(Place(turn.number))

    async def _turn(self, work: Callable[[Assistant], Turn], text: str = "") -> Turn | None:
        """A turn from the assistant's thread.

        Where there is none, that is said, and ``text`` goes back into an empty prompt.
        """
        sequence = self._sequence
        try:
            turn: Turn = await asyncio.wrap_future(self.chat.engine.submit(work))
        except UsageError as error:
            self.app.notify(sanitize(error.message), severity="warning", markup=False)
            self._say_above(self._above())
            return None
        except TfhelpError as error:
            self._give_back(text)
            self.chat.fail(error)
            return None
        except Exception as error:  # noqa: BLE001 (a bug in one answer must not end the conversation)
            self.chat.report(error)
            self._give_back(text)
            return None
        for sentence in turn.answer.missing if turn.answer else ():
            self.chat.warn_once(sentence)
        self.chat.keep()
        return turn if sequence == self._sequence else None

    def action_leave(self) -> None:
        """Stop what is being asked; else go from the prompt to the answer and back."""
        if self._waiting.empty() and not self._asking:
            target = Prompt if self.focused is not self.query_one(Prompt) else Reader
            self.query_one(target).focus()
            return
        while not self._waiting.empty():
            self._waiting.get_nowait()
        self._sequence += 1
        self._say_above(say(self.chat.language, "stopped"))

    # -- reading -----------------------------------------------------------------------------------------------

    async def visit(self, place: Place, *, remember: bool = True) -> None:
        """Show a place; the one before is behind it."""
        turn = self.chat.session.conversation.turns[place.turn - 1]
        if turn.answer is None:
            session = self.chat.session
            revived = await self._turn(lambda assistant: session.revive(assistant, place.turn))
            if revived is None:
                return
            turn = revived
        if remember and self._place is not None and self._place != place:
            self._behind.append(self._place)
            self._ahead.clear()
        changed = self._place is None or self._place.turn != place.turn or not self.query_one(Results).option_count
        self._place = place
        self._say_above(self._title(turn))
        await self._draw(turn, place, changed=changed)

    async def _draw(self, turn: Turn, place: Place, *, changed: bool) -> None:
        answer = turn.answer
        assert answer is not None
        results, reader = self.query_one(Results), self.query_one(Reader)
        self.query_one(FindBar).forget()
        if changed:
            results.show(answer)
        self._show_results()
        if not answer.candidates or (not answer.confident and place.candidate == 0 and not place.document):
            await reader.show(nothing_page(answer))
            return
        if results.highlighted != place.candidate:
            with self.prevent(Results.OptionHighlighted):
                results.highlighted = place.candidate
        candidate = answer.candidates[place.candidate]
        if place.document:
            heading = await self.chat.heading_of(candidate)
            await reader.show(document_page(answer, candidate, heading))
        else:
            await reader.show(answer_page(answer, candidate))

    def _show_results(self) -> None:
        """Beside a document where there is room, above an answer everywhere."""
        results = self.query_one(Results)
        in_the_way = self._place is not None and self._place.document and not self.has_class("-wide")
        results.display = results.option_count > 0 and not in_the_way

    def _title(self, turn: Turn) -> str:
        language, plan = self.chat.language, turn.plan
        parts = [f"{turn.number}. {_first_line(turn)}"]
        if plan.relation != "new":
            codes = ", ".join(plan.exclude[-3:])
            parts.append(say(language, f"follow_{plan.relation}", refines=plan.refines, codes=codes))
        if self.chat.session.private:
            parts.append(say(language, "private"))
        return " · ".join(parts)

    def _give_back(self, text: str) -> None:
        prompt = self.query_one(Prompt)
        if text and not prompt.text:
            prompt.set_text(text)
        self._say_above(self._above())

    def _above(self) -> str:
        """What stands above when nothing is asked."""
        turn = self.turn()
        return self._title(turn) if turn else self.chat.greeting()

    def _say_above(self, text: str) -> None:
        try:
            self.query_one("#question", Static).update(Content(sanitize(text)))
        except NoMatches:  # the screen is being taken down
            return

    @on(Results.OptionHighlighted)
    async def _highlighted(self, event: OptionList.OptionHighlighted) -> None:
        if self._place and event.option_index != self._place.candidate and event.option_list.has_focus:
            await self.visit(Place(self._place.turn, event.option_index))

    @on(Results.OptionSelected)
    async def _selected(self, event: OptionList.OptionSelected) -> None:
        if self._place:
            await self.visit(Place(self._place.turn, event.option_index, document=True))
            self.query_one(Reader).focus()

    async def action_open_document(self) -> None:
        """The whole entry, at the heading that fits the question; and back."""
        if self._place and self.candidate():
            place = self._place
            await self.visit(Place(place.turn, place.candidate, document=not place.document))

    async def action_go(self, number: int) -> None:
        """Show a result by its number."""
        turn = self.turn()
        if turn is None or not turn.answer or number > len(turn.answer.candidates):
            self.notice("no_result", number=number)
            return
        place = Place(turn.number, number - 1, document=not turn.confident)
        await self.visit(place)

    async def action_back(self) -> None:
        """Where one was before."""
        if not self._behind:
            self.notice("no_more")
            return
        self._ahead.append(cast("Place", self._place))
        await self.visit(self._behind.pop(), remember=False)

    async def action_forward(self) -> None:
        """Where one went back from."""
        if not self._ahead:
            self.notice("no_more")
            return
        self._behind.append(cast("Place", self._place))
        await self.visit(self._ahead.pop(), remember=False)

    async def action_turn(self, by: int) -> None:
        """The question before or after."""
        number = self._place.turn + by if self._place else 0
        if 1 <= number <= len(self.chat.session.conversation.turns):
            await self.visit(Place(number))
        else:
            self.notice("no_more")

    def turn(self) -> Turn | None:
        """The turn that is being read."""
        return self.chat.session.conversation.turns[self._place.turn - 1] if self._place else None

    def candidate(self) -> Candidate | None:
        """The candidate that is being read."""
        turn = self.turn()
        if turn is None or turn.answer is None or self._place is None:
            return None
        return next(iter(turn.answer.candidates[self._place.candidate :]), None)

    def action_focus_prompt(self) -> None:
        """Type."""
        self.query_one(Prompt).focus()

    async def action_not_this(self) -> None:
        """This entry did not help: ask again without it."""
        turn, place, session = self.turn(), self._place, self.chat.session
        if turn is None or place is None or not turn.codes:
            self.notice("nothing_asked")
            return
        code = turn.codes[place.candidate]
        self._sequence += 1
        found = await self._turn(lambda assistant: session.reject(assistant, turn, code))
        if found is not None:
            await self.visit(Place(found.number))

    async def restart(self) -> None:
        """Show the conversation of the session from its last turn; empty where it has none."""
        self._place, self._behind, self._ahead = None, [], []
        self._sequence += 1
        results = self.query_one(Results)
        results.clear_all()
        results.display = False
        turns = self.chat.session.conversation.turns
        if turns:
            await self.visit(Place(len(turns)))
        else:
            await self.query_one(Reader).show_nothing()
            self._say_above(self.chat.greeting())
        self.query_one(Prompt).focus()

    # -- finding -----------------------------------------------------------------------------------------------

    def action_find(self) -> None:
        """Type what to find in the page."""
        self.query_one(FindBar).open()

    def action_find_step(self, by: int) -> None:
        """The next match, or the one before."""
        self.query_one(FindBar).count(*self.query_one(Reader).step(by))

    @on(FindBar.Typed)
    def _find(self, event: FindBar.Typed) -> None:
        self.query_one(FindBar).count(*self.query_one(Reader).find(event.words))

    @on(FindBar.Closed)
    def _found(self, event: FindBar.Closed) -> None:
        if not event.keep:
            self.query_one(Reader).find("")
        self.query_one(Reader).focus()

    # -- copying, links ------------------------------------------------------------------------------------------

    async def action_copy(self, what: str) -> None:
        """Copy the code in view, the first command of the fix, the whole page, or its first link."""
        reader = self.query_one(Reader)
        page = reader.page
        if page is None:
            self.notice("nothing_asked")
            return
        text = {
            "code": reader.code_in_view(),
            "command": page.command,
            "answer": page.markdown,
            "link": next(iter(page.links), None),
        }[what]
        if text is None:
            self.notice("no_link" if what == "link" else "no_code")
        else:
            await self.chat.copy(text)

    def action_open_link(self) -> None:
        """Open the first link of the page."""
        page = self.query_one(Reader).page
        if page and page.links:
            self.chat.open_link(page.links[0])
        else:
            self.notice("no_link")

    def on_markdown_link_clicked(self, event: Markdown.LinkClicked) -> None:
        """Only web addresses are opened."""
        event.stop()
        self.chat.open_link(event.href)

    # -- elsewhere -------------------------------------------------------------------------------------------------

    def action_new(self) -> None:
        """A new conversation."""
        self.chat.action_new()

    def action_history(self) -> None:
        """Earlier conversations."""
        self.chat.action_history()

    def action_topics(self) -> None:
        """All entries by category."""
        self.chat.action_topics()

    def action_help(self) -> None:
        """The keys."""
        self.chat.action_help()

    def notice(self, key: str, **values: object) -> None:
        """A short word in the corner."""
        self.app.notify(say(self.chat.language, key, **values), timeout=3, markup=False)


def _first_line(turn: Turn) -> str:
    """What was asked in a line: the person's words, or the root error of a paste."""
    text = turn.plan.text
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    errors = turn.answer.query.errors if turn.answer else ()
    if len(lines) > 1 and errors and turn.plan.relation == "new":
        root = errors[0]
        return f"{root.exception}: {root.message}" if root.exception else root.message
    return lines[0] if lines else ""
