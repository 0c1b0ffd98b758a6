"""What the history screen asks of the session, off the screen's loop."""

from __future__ import annotations

import asyncio
import datetime as dt
from typing import TYPE_CHECKING

from tfhelp_corpus.errors import TfhelpError

from .screens.history import Row

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from tfhelp.conversation.session import Session


def search(session: Session) -> Callable[[str], Awaitable[list[Row]]]:
    """A function that lists conversations: all of them, newest first, or those in which words occur."""

    def listed(words: str) -> list[Row]:
        kept = {found.id: found for found in session.history.conversations(limit=500)}
        if not words.strip():
            return [Row(found.id, _when(found.last), found.title, found.turns, "") for found in kept.values()]
        rows: dict[str, Row] = {}
        for hit in session.history.search(words):
            turns = kept[hit.conversation].turns if hit.conversation in kept else 0
            rows.setdefault(hit.conversation, Row(hit.conversation, _when(hit.at), hit.title, turns, hit.snippet))
        return list(rows.values())

    return lambda words: asyncio.to_thread(listed, words)


def delete(session: Session) -> Callable[[str], Awaitable[str | None]]:
    """A function that deletes a conversation; it returns why it could not."""

    def dropped(conversation: str) -> str | None:
        try:
            session.history.delete(conversation)
        except TfhelpError as error:
            return str(error)
        session.deleted(conversation)
        return None

    return lambda conversation: asyncio.to_thread(dropped, conversation)


def _when(at: str) -> str:
    """Local time, to the minute."""
    return dt.datetime.fromisoformat(at).astimezone().strftime("%Y-%m-%d %H:%M")
