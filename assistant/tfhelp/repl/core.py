"""The state of one line-by-line chat, and the two ways in which it speaks: answers on stdout, talk on stderr."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from tfhelp.errors import UsageError
from tfhelp.reading.sanitize import sanitize

from . import show
from .words import say

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tfhelp.answer import Answer
    from tfhelp.assistant import Assistant
    from tfhelp.conversation.session import Session
    from tfhelp.conversation.turn import Turn
    from tfhelp_corpus.entry import Language

    from .lines import Reader
    from .summaries import Summaries


class Misuse(Exception):
    """A command with arguments that it does not have; its usage is said."""


class Core:
    """What the commands work on."""

    def __init__(
        self, assistant: Assistant, session: Session, language: Language, reader: Reader, summaries: Summaries
    ) -> None:
        self.assistant = assistant
        self.session = session
        self.summaries = summaries
        self.language: Language = language
        self.reader = reader
        self.listed: list[str] = []
        """Ids of the conversations that were listed last."""
        self.left = False
        """Whether the person left."""
        self._views: list[show.View] = []
        self._at = -1
        self._reported: set[str] = set()
        self._written = False

    def write(self, lines: Iterable[str], *, apart: bool = False) -> None:
        """Print what was asked for; ``apart`` puts a blank line before it."""
        text = "\n".join(sanitize(line).rstrip("\n") for line in lines)
        if text:
            sys.stdout.write(f"{chr(10) if apart and self._written else ''}{text}\n")
            sys.stdout.flush()
            self._written = True

    def tell(self, key: str, **values: object) -> None:
        """Say something in the language of the chat."""
        self.talk(say(self.language, key, **values))

    def talk(self, sentence: str) -> None:
        """Say a finished sentence."""
        print(" ".join(sanitize(sentence).split()), file=sys.stderr, flush=True)  # noqa: T201 (it is a front)

    def tell_once(self, sentence: str) -> None:
        """Say a finished sentence, but not twice."""
        if sentence not in self._reported:
            self._reported.add(sentence)
            self.talk(sentence)

    def refusal(self, key: str, **values: object) -> UsageError:
        """What is raised by a command that cannot do what it was asked for."""
        return UsageError(say(self.language, key, **values))

    @property
    def view(self) -> show.View:
        """What is shown now; after resuming, the last answer.

        Raises:
            UsageError: nothing was asked yet.
        """
        return self._views[self._at] if self._views else show.answer_view(self.answer)

    @property
    def turn(self) -> Turn:
        """The last turn, with its answer.

        Raises:
            UsageError: nothing was asked yet.
        """
        turns = self.session.conversation.turns
        if not turns:
            raise self.refusal("nothing_asked")
        return self.session.revive(self.assistant, len(turns))

    @property
    def answer(self) -> Answer:
        """Of the last turn.

        Raises:
            UsageError: nothing was asked yet.
        """
        answer = self.turn.answer
        assert answer is not None
        return answer

    def show(self, view: show.View) -> None:
        """Print something to read; what was ahead of it is forgotten."""
        self._views = [*self._views[: self._at + 1], view]
        self._at = len(self._views) - 1
        self.write([view.text], apart=True)

    def move(self, step: int) -> None:
        """Back or forward among what was shown."""
        if not 0 <= self._at + step < len(self._views):
            raise self.refusal("no_more")
        self._at += step
        self.write([self.view.text], apart=True)

    def forget_views(self) -> None:
        """Nothing is shown any more."""
        self._views, self._at = [], -1

    def ask(self, text: str) -> None:
        """Ask, show the answer, keep the turn.

        Raises:
            UsageError: the text asks nothing.
            LegUnavailable: no way of searching works here.
        """
        if not any(map(str.isalnum, text)):
            raise self.refusal("empty")
        self.answered(self.session.ask(self.assistant, text))

    def answered(self, turn: Turn) -> None:
        """Show a new turn and keep it."""
        plan, answer = turn.plan, turn.answer
        assert answer is not None
        if plan.relation != "new":
            codes = ", ".join(plan.exclude)
            self.tell(
                plan.relation if codes or plan.relation != "failed" else "more", refines=plan.refines, codes=codes
            )
        for sentence in answer.missing:
            self.tell_once(sentence)
        self.show(show.answer_view(answer))
        self.keep()
        if self.summaries.on:
            try:
                self.summaries.show(self, turn)
            finally:
                self.keep()

    def keep(self) -> None:
        """Store what is not stored yet; why it cannot be is said once, and the chat goes on in private."""
        if why := self.session.keep():
            self.tell("not_kept", why=why)

    def resolve(self, given: str) -> str:
        """The id of a stored conversation, from its number in the last list, its id, or the beginning of it.

        Raises:
            UsageError: there are several.
            HistoryError: the history cannot be used.
        """
        if given.isdecimal() and 1 <= int(given) <= len(self.listed):
            return self.listed[int(given) - 1]
        found = self.session.history.find(given)
        if len(found) > 1 and given not in found:
            raise self.refusal("ambiguous", id=given, known=", ".join(found))
        return given if given in found or not found else found[0]

    def resume(self, given: str) -> None:
        """Go on with a stored conversation: its questions, then its last answer.

        Raises:
            TfhelpError: there is none, or it cannot be read.
        """
        self.session.resume(self.resolve(given))
        self.forget_views()
        turns = self.session.conversation.turns
        self.tell("resumed", title=show.short(turns[0].plan.text))
        self.write(say(self.language, "turn", number=turn.number, text=show.short(turn.plan.text)) for turn in turns)
        self.show(show.answer_view(self.answer))
        self.summaries.show_kept(self, self.turn)
