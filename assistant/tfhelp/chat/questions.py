"""The line of questions that wait to be answered."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING

from tfhelp.errors import UsageError
from tfhelp.reading.sanitize import sanitize
from tfhelp_corpus.errors import TfhelpError

from .trail import Place

if TYPE_CHECKING:
    from collections.abc import Callable

    from tfhelp.assistant import Assistant
    from tfhelp.conversation.turn import Turn

    from .app import ChatApp
    from .screens.main import MainScreen


class Questions:
    """Answers questions for a screen, one after the other.

    An answer is shown only where nothing was asked, stopped or begun anew since its question was.
    """

    def __init__(self, screen: MainScreen) -> None:
        self._screen = screen
        self._waiting: asyncio.Queue[str] = asyncio.Queue()
        self._running = False
        self._sequence = 0

    @property
    def busy(self) -> bool:
        """Whether a question is being answered or waits."""
        return self._running or not self._waiting.empty()

    def put(self, text: str) -> None:
        """Put a question in line."""
        self.overtake()
        self._waiting.put_nowait(text)

    def stop(self) -> None:
        """Drop what waits; what runs cannot be stopped, but will not be shown."""
        while not self._waiting.empty():
            self._waiting.get_nowait()
        self.overtake()

    def overtake(self) -> None:
        """Something newer is to be shown than any answer that is still to come."""
        self._sequence += 1

    async def answer_all(self) -> None:
        """Answer what stands in line, for ever."""
        chat = self._screen.chat
        while True:
            text = await self._waiting.get()
            self._running = True
            turn = await self.turn(partial(_asked, chat, text), text)
            self._running = False
            if turn is not None and self._waiting.empty():
                await self._screen.visit(Place(turn.number))

    async def turn(self, work: Callable[[Assistant], Turn], text: str = "") -> Turn | None:
        """A turn from the assistant's thread; None where there is none, or where it was overtaken.

        Where there is none, that is said, and ``text`` goes back into an empty prompt.
        """
        screen, chat, sequence = self._screen, self._screen.chat, self._sequence
        try:
            turn: Turn = await asyncio.wrap_future(chat.engine.submit(work))
        except UsageError as error:
            chat.notify(sanitize(error.message), severity="warning", markup=False)
            screen.say_what_is_read()
            return None
        except TfhelpError as error:
            screen.give_back(text)
            chat.fail(error)
            return None
        except Exception as error:  # noqa: BLE001 (a bug in one answer must not end the conversation)
            chat.report(error)
            screen.give_back(text)
            return None
        for sentence in turn.answer.missing if turn.answer else ():
            chat.warn_once(sentence)
        chat.keep()
        return turn if sequence == self._sequence else None


def _asked(chat: ChatApp, text: str, assistant: Assistant) -> Turn:
    """In the assistant's thread: the session may have to be loaded."""
    return chat.session.ask(assistant, text)
