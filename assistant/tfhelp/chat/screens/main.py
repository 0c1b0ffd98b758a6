"""The screen one lives in: question, results, answer, prompt."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from textual import on
from textual.binding import Binding, BindingType
from textual.widgets import Static

from tfhelp.chat.bindings import localize, reword
from tfhelp.chat.errands import obey
from tfhelp.chat.questions import Questions
from tfhelp.chat.summaries import Summaries
from tfhelp.chat.titles import title_of
from tfhelp.chat.trail import Place, Trail
from tfhelp.chat.widgets.body import Body
from tfhelp.chat.widgets.find import FindBar
from tfhelp.chat.widgets.headline import Headline
from tfhelp.chat.widgets.keyline import KeyLine
from tfhelp.chat.widgets.prompt import Prompt
from tfhelp.chat.widgets.reader import Reader
from tfhelp.chat.widgets.results import Results
from tfhelp.chat.words import say
from tfhelp.conversation.courtesy import courtesy

from .typing import Typing

if TYPE_CHECKING:
    from textual import events
    from textual.app import ComposeResult
    from textual.widgets import OptionList

    from tfhelp.chat.app import ChatApp
    from tfhelp.conversation.turn import Turn

LEAST_COLUMNS, LEAST_LINES = 40, 10
ROOMY = 20
"""Lines from which on nothing has to be given up."""

WIDE = 110
"""Columns from which on the results stand beside the answer."""


class MainScreen(Typing):
    """Asks, shows, moves around. What is asked and kept is the session's; how it is drawn is the widgets'."""

    VERTICAL_BREAKPOINTS = [(0, "-short"), (ROOMY, "-roomy")]  # noqa: RUF012 (as below)
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide")]  # noqa: RUF012 (Textual declares it so)

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Stop", id="stop", show=False),
        Binding("ctrl+n", "app.new", "New conversation", id="new", show=False, priority=True),
        Binding("ctrl+r", "app.history", "History", id="history", priority=True),
        Binding("ctrl+t", "app.topics", "Topics", id="topics", priority=True),
        Binding("ctrl+f", "find", "Find", id="find_anywhere", show=False, priority=True),
        Binding("alt+left", "back", "Back", id="back_anywhere", show=False, priority=True),
        Binding("alt+right", "forward", "Forward", id="forward_anywhere", show=False, priority=True),
        Binding("alt+up", "turn(-1)", "Earlier question", id="turn_earlier", show=False, priority=True),
        Binding("alt+down", "turn(1)", "Later question", id="turn_later", show=False, priority=True),
        Binding("ctrl+g", "app.toggle_summaries", "Summaries", id="summaries", show=False, priority=True),
        *(Binding(f"alt+{n}", f"go({n})", f"Result {n}", id=f"go_alt_{n}", show=False) for n in range(1, 10)),
        Binding("f1", "app.help", "Help", id="help", priority=True),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.questions, self.summaries = Questions(self), Summaries(self)
        self._trail = Trail()

    @property
    def place(self) -> Place | None:
        """What is being read."""
        return self._trail.place

    @property
    def chat(self) -> ChatApp:
        """The application."""
        return cast("ChatApp", self.app)

    def compose(self) -> ComposeResult:
        """Top to bottom."""
        language = self.chat.language
        yield Headline(say(language, "loading"))
        yield Body()
        yield FindBar(language)
        yield Prompt(language)
        yield KeyLine()
        yield Static(say(language, "too_small"), id="too_small", markup=False)

    def on_mount(self) -> None:
        """Type at once; the knowledge is loaded behind the first frame."""
        self.localize()
        self.query_one(Prompt).focus()
        self.app.call_later(self.chat.open_up)  # behind the focus
        self.chat.work(self.questions.answer_all(), "questions")

    def localize(self) -> None:
        """Keys in the language of the interface."""
        for node in (self.app, self, *self.query("Body, Prompt, Results, Reader, SummaryPanel, FindBar")):
            localize(node, self.chat.language)
        self.refresh_bindings()

    def relabel(self) -> None:
        """The interface is in another language now."""
        language = self.chat.language
        prompt, find = self.query_one(Prompt), self.query_one(FindBar)
        find.language = language
        prompt.relabel(language)
        self.query_one("#too_small", Static).update(say(language, "too_small"))
        self.localize()

    def on_resize(self, event: events.Resize) -> None:
        """Say so where there is no room to draw."""
        tiny = event.size.width < LEAST_COLUMNS or event.size.height < LEAST_LINES
        self.set_class(tiny, "-tiny")
        self.call_after_refresh(self.query_one(Body).lay_out)
        if not tiny and self.focused is None:  # what is not drawn loses the focus
            self.query_one(Prompt).focus()

    async def greet(self) -> None:
        """The knowledge is loaded: show where a resumed conversation ended, or what can be asked."""
        if self.place is not None or self.questions.busy:
            return
        if turns := self.chat.session.conversation.turns:
            await self.visit(Place(len(turns)))
        else:
            self.say_above(*self.chat.greeting())

    # -- asking ------------------------------------------------------------------------------------------------

    @on(Prompt.Asked)
    def _asked(self, event: Prompt.Asked) -> None:
        event.stop()
        if obey(self.chat, event.text):
            return
        if kind := courtesy(event.text):
            self.chat.notice(kind)
        else:
            self.ask(event.text)

    def ask(self, text: str) -> None:
        """Put a question in line."""
        self.summaries.stop()
        self.questions.put(text)
        self.say_above(say(self.chat.language, "asking" if self.chat.ready else "waiting"))

    def action_leave(self) -> None:
        """Stop what is being asked; else go from the prompt to the answer and back."""
        if self.questions.busy:
            self.questions.stop()
            self.say_above(say(self.chat.language, "stopped"))
        elif self.summaries.busy:
            self.summaries.stop()
        else:
            target = Prompt if self.focused is not self.query_one(Prompt) else Reader
            self.query_one(target).focus()

    # -- reading -----------------------------------------------------------------------------------------------

    async def visit(self, place: Place) -> None:
        """Show a place; the one before is behind it."""
        await self._follow(self._trail.to(place))

    async def _follow(self, trail: Trail) -> None:
        """Show where a trail ends; an answer that was not kept is computed once more."""
        place = cast("Place", trail.place)
        turn = self.chat.session.conversation.turns[place.turn - 1]
        if turn.answer is None:
            session = self.chat.session
            revived = await self.questions.turn(lambda assistant: session.revive(assistant, place.turn))
            if revived is None:
                return
            turn = revived
        assert turn.answer is not None
        other = self.place is None or self.place.turn != place.turn
        self._trail = trail
        self._say_title(turn)
        self.forget_found()
        await self.query_one(Body).show(turn.answer, place, other=other)
        self.summaries.follow(turn, place)
        self.say_what_escape_does()

    def give_back(self, text: str) -> None:
        """A question that could not be answered goes into an empty prompt."""
        prompt = self.query_one(Prompt)
        if text and not prompt.text:
            prompt.set_text(text)
        self.say_what_is_read()

    def say_what_is_read(self) -> None:
        """Put above the answer what it answers; what can be asked where there is none."""
        if turn := self.turn():
            self._say_title(turn)
        else:
            self.say_above(*self.chat.greeting())

    def _say_title(self, turn: Turn) -> None:
        text, tail = title_of(turn, self.chat.language, private=self.chat.session.private)
        self.say_above(text, tail=tail)

    def say_above(self, *texts: str, tail: str = "") -> None:
        """Put a line above the answer, as `Headline.show`; nowhere while the screen is being taken down."""
        for line in self.query(Headline):
            line.show(*texts, tail=tail)
            self.say_what_escape_does()

    def on_descendant_focus(self) -> None:
        """The way from the prompt to the answer is another one than the way back."""
        self.say_what_escape_does()

    def say_what_escape_does(self) -> None:
        """In the last line."""
        in_prompt = self.focused is self.query_one(Prompt)
        word = (
            "stop" if self.questions.busy or self.summaries.busy else "focus_answer" if in_prompt else "focus_prompt"
        )
        nowhere = word == "focus_answer" and self.query_one(Reader).page is None
        reword(self, "stop", say(self.chat.language, word), show=not nowhere)

    @on(Results.OptionHighlighted)
    async def _highlighted(self, event: OptionList.OptionHighlighted) -> None:
        if self.place and event.option_index != self.place.candidate and event.option_list.has_focus:
            await self.visit(Place(self.place.turn, event.option_index))

    @on(Results.OptionSelected)
    async def _selected(self, event: OptionList.OptionSelected) -> None:
        if self.place:
            await self.visit(Place(self.place.turn, event.option_index, document=True))
            self.query_one(Reader).focus()

    async def action_open_document(self) -> None:
        """The whole entry, at the heading that fits the question; and back."""
        turn, place = self.turn(), self.place
        if place and turn and turn.answer and turn.answer.candidates:
            await self.visit(Place(place.turn, place.candidate, document=not place.document))

    async def action_go(self, number: int) -> None:
        """Show a result by its number."""
        turn = self.turn()
        if turn is None or not turn.answer or number > len(turn.answer.candidates):
            self.chat.notice("no_result", number=number)
            return
        await self.visit(Place(turn.number, number - 1, document=not turn.confident))

    async def action_back(self) -> None:
        """Where one was before."""
        await self._step(self._trail.back())

    async def action_forward(self) -> None:
        """Where one went back from."""
        await self._step(self._trail.forward())

    async def _step(self, trail: Trail | None) -> None:
        if trail:
            await self._follow(trail)
        else:
            self.chat.notice("no_more")

    async def action_turn(self, by: int) -> None:
        """The question before or after."""
        number = self.place.turn + by if self.place else 0
        if 1 <= number <= len(self.chat.session.conversation.turns):
            await self.visit(Place(number))
        else:
            self.chat.notice("no_more")

    def turn(self) -> Turn | None:
        """The turn that is being read."""
        return self.chat.session.conversation.turns[self.place.turn - 1] if self.place else None

    async def action_not_this(self) -> None:
        """This entry did not help: ask again without it."""
        turn, place, session = self.turn(), self.place, self.chat.session
        if turn is None or place is None or not turn.codes:
            self.chat.notice("nothing_asked")
            return
        code = turn.codes[place.candidate]
        self.questions.overtake()
        found = await self.questions.turn(lambda assistant: session.reject(assistant, turn, code))
        if found is not None:
            await self.visit(Place(found.number))

    async def restart(self) -> None:
        """Show the conversation of the session from its last turn; empty where it has none."""
        self._trail = Trail()
        self.questions.overtake()
        self.summaries.forget()
        self.query_one(Body).clear()
        if turns := self.chat.session.conversation.turns:
            await self.visit(Place(len(turns)))
        else:
            await self.query_one(Reader).show_nothing()
            self.say_above(*self.chat.greeting())
        self.query_one(Prompt).focus()
