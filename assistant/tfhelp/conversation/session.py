"""What one run of the chat keeps: the conversation, whether and where it is stored, how it is asked."""

from __future__ import annotations

import threading
from collections import deque
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from tfhelp.assistant import AskOptions
from tfhelp_corpus.errors import TfhelpError

from .again import asked_again
from .conversation import Conversation, answer_of

if TYPE_CHECKING:
    from tfhelp.answer import Summary
    from tfhelp.assistant import Assistant
    from tfhelp_corpus.entry import Language

    from .history import History
    from .turn import Turn

LIMIT = 9
"""Candidates of a turn: as many as there are digits to go to them."""

Format = Literal["markdown", "json", "issue"]
SUFFIXES: dict[Format, str] = {"markdown": ".md", "json": ".json", "issue": ".issue.md"}


@dataclass(slots=True)
class _Kept:
    """A conversation, and what of it is stored.

    One object, so that whoever stores a conversation goes on with it where another has taken its place meanwhile.
    """

    conversation: Conversation
    id: str | None = None
    """None as long as nothing is stored."""
    turns: int = 0
    """So many of its turns need no storing."""
    summed_up: deque[Turn] = field(default_factory=deque)
    """Turns whose summaries have to be stored."""


class Session:
    """The state behind the screens. Methods that touch the disk or the assistant are called off the screen's loop.

    Several threads may store at once: one after the other does.
    """

    def __init__(self, *, language: Language | None, environment: str | None, private: bool) -> None:
        self._kept = _Kept(Conversation())
        self.private = private
        self.options = AskOptions(language=language, limit=LIMIT, environment=environment)
        self._history: History | None = None
        self._storing = threading.RLock()

    @property
    def conversation(self) -> Conversation:
        """The conversation that is held."""
        return self._kept.conversation

    @property
    def history(self) -> History:
        """The history, opened when first needed.

        Raises:
            HistoryError: it cannot be used.
        """
        with self._storing:
            if self._history is None:
                from .history import History

                self._history = History.open()
            return self._history

    def ask(self, assistant: Assistant, text: str) -> Turn:
        """Understand, ask and record one text; the assistant's thread calls it, so turns come in order."""
        return self.conversation.ask(assistant, text, self.options)

    def reject(self, assistant: Assistant, turn: Turn, code: str) -> Turn:
        """Ask a turn again without an entry that did not help."""
        plan = replace(
            turn.plan, exclude=(*turn.plan.exclude, code), relation="failed", refines=turn.number, text=turn.plan.text
        )
        return self.conversation.record(plan, answer_of(assistant, plan, self.options))

    def revive(self, assistant: Assistant, number: int) -> Turn:
        """The turn with its answer; one that was read from the history is asked again."""
        turn = self.conversation.turns[number - 1]
        if turn.answer is None:
            language = self.options.language or turn.language
            if language != turn.language:
                turn = replace(turn, language=language, summary=None)
            (turn,) = asked_again(assistant, [turn], self.options)
            self.conversation.turns[number - 1] = turn
        return turn

    def sum_up(self, number: int, summary: Summary) -> None:
        """Record the summary that the reader saw of a turn, in the place of an earlier one; `keep` stores it."""
        turns = self.conversation.turns
        turn = turns[number - 1] = replace(turns[number - 1], summary=summary)
        self._kept.summed_up.append(turn)

    def forget_unfinished_summaries(self) -> None:
        """Make room for another try where a model did not finish; what is stored stays until there is another."""
        turns = self.conversation.turns
        for index, turn in enumerate(turns):
            if turn.answer is None or turn.answer.summary is None or turn.answer.summary.by == "extractive":
                turns[index] = replace(turn, summary=None)

    def keep(self) -> str | None:
        """Store what is not stored yet.

        Returns:
            Why it could not be stored, None where all is well.
        """
        with self._storing:
            kept = self._kept
            turns = kept.conversation.turns
            if self.private:
                kept.turns = len(turns)
                kept.summed_up.clear()
                return None
            try:
                while kept.turns < len(turns):
                    kept.id = kept.id or self.history.start()
                    self.history.add(kept.id, turns[kept.turns])
                    kept.turns += 1
                while kept.summed_up:
                    turn = kept.summed_up.popleft()
                    if kept.id:
                        self.history.summarize(kept.id, turn)
            except TfhelpError as error:
                self.private = True
                return str(error)
            return None

    def renew(self) -> None:
        """A new conversation."""
        self._kept = _Kept(Conversation())

    def resume(self, conversation: str) -> None:
        """Go on with a stored conversation.

        Raises:
            HistoryError: it cannot be read.
        """
        turns = self.history.load(conversation)
        self._kept = _Kept(Conversation(turns), conversation, len(turns))

    def deleted(self, conversation: str) -> None:
        """A conversation was deleted; if it is this one, what follows is kept as another."""
        with self._storing:
            kept = self._kept
            if conversation == kept.id:
                kept.id, kept.turns = None, len(kept.conversation.turns)

    def forget_answers(self) -> None:
        """Ask again what is looked at: the language or the environment is another one."""
        self.conversation.turns[:] = [replace(turn, answer=None) for turn in self.conversation.turns]

    def export(self, assistant: Assistant, form: Format, path: Path | None = None) -> Path:
        """Write the conversation to a file that does not exist yet.

        Raises:
            OSError: it cannot be written.
        """
        from . import export

        turns = [self.revive(assistant, turn.number) for turn in list(self.conversation.turns)]
        if form == "markdown":
            text = export.to_markdown(turns)
        elif form == "json":
            text = export.to_json(turns)
        else:
            versions = dict(turns[-1].answer.versions) if turns and turns[-1].answer else {}
            text = export.to_issue(turns, versions)
        target = path or _free(Path(f"tfhelp-conversation{SUFFIXES[form]}"))
        with target.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
        return target.resolve()

    def close(self) -> None:
        """Close the history."""
        if self._history is not None:
            self._history.close()


def _free(path: Path) -> Path:
    """A name of which there is no file yet: ``name-2.md``."""
    name, dot, suffix = path.name.partition(".")
    candidate, number = path, 2
    while candidate.exists():
        candidate = path.with_name(f"{name}-{number}{dot}{suffix}")
        number += 1
    return candidate
