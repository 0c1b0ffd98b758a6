"""Conversations that are kept: one SQLite file, searchable, without secrets; of the answers, only summaries."""

from __future__ import annotations

import contextlib
import json
import secrets
import sqlite3
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self, get_args

from . import history_file
from .full_text import FullText
from .history_file import HistoryError as HistoryError
from .kept_summary import from_text, to_text
from .kept_text import kept_text, snippet, title_of
from .turn import Plan, Relation, Turn

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TIMEOUT_S = 3.0
"""How long another process may hold the file; a turn is written in a few milliseconds."""

_TURN_COLUMNS = "number, at, text, question, exclude, relation, refines, language, codes, confident, summary"


@dataclass(frozen=True, slots=True)
class Kept:
    """A conversation in the list."""

    id: str
    started: str
    """ISO 8601, UTC."""
    last: str
    """When its last turn was asked, likewise."""
    title: str
    turns: int


@dataclass(frozen=True, slots=True)
class Hit:
    """A turn that holds what was looked for."""

    conversation: str
    number: int
    """Of the turn, from 1."""
    at: str
    title: str
    """Of the conversation."""
    snippet: str
    """The line that holds the words."""


class History:
    """An open history; any thread may use it, one at a time.

    Every method raises `HistoryError` when the file cannot be used; what was stored before stays whole then.
    """

    def __init__(self, connection: sqlite3.Connection, file: Path, timeout_s: float) -> None:
        self.file = file
        self._connection = connection
        self._timeout_s = timeout_s
        self._lock = threading.RLock()
        self._closed = False
        self._full_text = FullText(connection)

    @classmethod
    def open(cls, folder: Path | None = None, *, timeout_s: float = TIMEOUT_S) -> History:
        """Open the history, an empty one where there is none.

        Args:
            folder: where it is; None for the user's.
            timeout_s: how long to wait for another process that writes.

        Raises:
            HistoryError: it cannot be used.
            UsageError: the user's folder cannot be made.
        """
        file = _file_in(folder)
        connection = history_file.connect(file, timeout_s)
        try:
            with history_file.explained(file, timeout_s):
                history = cls(connection, file, timeout_s)
                history._full_text.prepare()
        except BaseException:
            connection.close()
            raise
        return history

    @staticmethod
    def set_aside(folder: Path | None = None) -> Path:
        """Move a damaged history away, so that the next one is fresh; nothing is deleted.

        Returns:
            Where it is now.

        Raises:
            HistoryError: it cannot be moved.
        """
        return history_file.set_aside(_file_in(folder))

    def start(self) -> str:
        """The id of a new conversation; nothing is written before its first turn."""
        return secrets.token_hex(6)

    def add(self, conversation: str, turn: Turn) -> None:
        """Keep a turn; the same one twice is kept once.

        Where another chat has gone on with the same conversation meanwhile, the turn takes the next free number.
        """
        text, question = kept_text(turn.plan.text), kept_text(turn.plan.question)
        with self._use() as connection, history_file.writing(connection):
            number = _free_number(connection, conversation, turn, text)
            if number is None:
                return
            if not connection.execute("SELECT 1 FROM conversations WHERE id = ?", (conversation,)).fetchone():
                row = (conversation, turn.at, turn.at, title_of(text))
                connection.execute("INSERT INTO conversations VALUES (?, ?, ?, ?)", row)
            connection.execute("UPDATE conversations SET last = ? WHERE id = ?", (turn.at, conversation))
            plan, codes = turn.plan, json.dumps(turn.codes)
            values = (
                conversation, number, turn.at, text, None if question == text else question,
                json.dumps(plan.exclude), plan.relation, plan.refines, turn.language, codes, int(turn.confident),
                to_text(turn.summary),
            )  # fmt: skip
            marks = ", ".join("?" * len(values))
            added = connection.execute(f"INSERT INTO turns (conversation, {_TURN_COLUMNS}) VALUES ({marks})", values)
            assert added.lastrowid is not None
            self._full_text.add(added.lastrowid, f"{text}\n{codes}")

    def summarize(self, conversation: str, turn: Turn) -> None:
        """Keep the summary of a turn that is kept, in the place of an earlier one; without the turn, nothing is kept.

        The turn's language goes with it: that is what its reader saw last.
        """
        sql = "UPDATE turns SET summary = ?, language = ? WHERE conversation = ? AND at = ? AND text = ?"
        values = (to_text(turn.summary), turn.language, conversation, turn.at, kept_text(turn.plan.text))
        with self._use() as connection, history_file.writing(connection):
            connection.execute(sql, values)

    def conversations(self, limit: int = 100) -> list[Kept]:
        """The conversations that were continued last, newest first; a negative limit is none."""
        sql = (
            "SELECT id, started, last, title, count FROM conversations JOIN (SELECT conversation, count(*) AS count,"
            " max(row) AS newest FROM turns GROUP BY conversation) ON conversation = id ORDER BY newest DESC LIMIT ?"
        )
        with self._use() as connection:
            return [Kept(*row) for row in connection.execute(sql, (limit,)).fetchall()]

    def search(self, words: str, limit: int = 50) -> list[Hit]:
        """Turns whose text, or whose entries' codes, hold all the words, newest first."""
        sql = (
            "SELECT conversation, number, at, title, text FROM turns JOIN conversations ON id = conversation"
            " WHERE row = ?"
        )
        with self._use() as connection:
            rows = [connection.execute(sql, (row,)).fetchone() for row in self._full_text.find(words, limit)]
        found = [row for row in rows if row is not None]
        return [Hit(id_, number, at, title, snippet(text, words)) for id_, number, at, title, text in found]

    def find(self, prefix: str) -> list[str]:
        """Ids that begin so, at most ten, in order."""
        sql = "SELECT id FROM conversations WHERE substr(id, 1, length(?1)) = ?1 ORDER BY id LIMIT 10"
        with self._use() as connection:
            return [str(row[0]) for row in connection.execute(sql, (prefix,)).fetchall()]

    def load(self, conversation: str) -> list[Turn]:
        """The turns of a conversation, without answers, with the summaries that were shown.

        Raises:
            HistoryError: there is no such conversation.
        """
        sql = f"SELECT {_TURN_COLUMNS} FROM turns WHERE conversation = ? ORDER BY number"
        with self._use() as connection:
            rows = connection.execute(sql, (conversation,)).fetchall()
        if not rows:
            raise HistoryError("unknown", id=conversation)
        try:
            return [_turn(row) for row in rows]
        except (TypeError, ValueError, RecursionError) as error:
            raise HistoryError("damaged", file=self.file) from error

    def delete(self, conversation: str) -> None:
        """Remove a conversation from the file, not only from the list.

        Raises:
            HistoryError: there is no such conversation.
        """
        with self._use() as connection:
            with history_file.writing(connection):
                found = connection.execute("SELECT row FROM turns WHERE conversation = ?", (conversation,)).fetchall()
                connection.execute("DELETE FROM turns WHERE conversation = ?", (conversation,))
                deleted = connection.execute("DELETE FROM conversations WHERE id = ?", (conversation,))
                if deleted.rowcount:
                    self._full_text.remove(row for (row,) in found)
            self._empty_journal()
        if not deleted.rowcount:
            raise HistoryError("unknown", id=conversation)

    def clear(self) -> None:
        """Remove all conversations from the file."""
        with self._use() as connection:
            with history_file.writing(connection):
                connection.execute("DELETE FROM turns")
                connection.execute("DELETE FROM conversations")
                self._full_text.reset()
            with contextlib.suppress(
                sqlite3.OperationalError
            ):  # everything is gone; only the file is not smaller yet
                connection.execute("VACUUM")
            self._empty_journal()

    def check(self) -> None:
        """Read the whole file; slow for a large one.

        Raises:
            HistoryError: something in it is damaged.
        """
        with self._use() as connection:
            sound = [row[0] for row in connection.execute("PRAGMA integrity_check(1)").fetchall()] == ["ok"]
        if not sound:
            raise HistoryError("damaged", file=self.file)
        for kept in self.conversations(limit=-1):
            self.load(kept.id)

    def close(self) -> None:
        """Close the file; twice does no harm."""
        with self._lock:
            if not self._closed:
                self._closed = True
                self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextlib.contextmanager
    def _use(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            if self._closed:
                raise HistoryError("closed", file=self.file)
            with history_file.explained(self.file, self._timeout_s):
                yield self._connection

    def _empty_journal(self) -> None:
        """Deleted text must not live on in the journal; while another process reads, the next one empties it."""
        with contextlib.suppress(sqlite3.OperationalError):
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def _file_in(folder: Path | None) -> Path:
    if folder is None:
        from tfhelp.settings import state_folder

        folder = state_folder()
    return folder / history_file.NAME


def _free_number(connection: sqlite3.Connection, conversation: str, turn: Turn, text: str) -> int | None:
    """The number that a turn is kept under, None if it is kept already."""
    sql = "SELECT at, text FROM turns WHERE conversation = ? AND number = ?"
    taken = connection.execute(sql, (conversation, turn.number)).fetchone()
    if taken is None:
        return turn.number
    if tuple(taken) == (turn.at, text):
        return None
    highest = connection.execute("SELECT max(number) FROM turns WHERE conversation = ?", (conversation,)).fetchone()
    return int(highest[0]) + 1


def _turn(row: tuple[Any, ...]) -> Turn:
    """A row of `_TURN_COLUMNS` as a turn."""
    number, at, text, question, exclude, relation, refines, language, codes, confident, summary = row
    return Turn(
        number=int(number),
        plan=Plan(
            text=text,
            question=text if question is None else question,
            exclude=tuple(map(str, json.loads(exclude))),
            relation=relation if relation in get_args(Relation) else "new",
            refines=None if refines is None else int(refines),
        ),
        at=at,
        language="zh" if language == "zh" else "en",
        codes=tuple(map(str, json.loads(codes))),
        confident=bool(confident),
        answer=None,
        summary=from_text(summary),
    )
