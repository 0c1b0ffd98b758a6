"""Searching the history: FTS5 on the terms of `tfhelp_index.terms`, or plain comparison where SQLite has no FTS5."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Any

from tfhelp_index.terms import terms

from .history_file import writing

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

MAX_TERMS = 64
"""Of one search; all of them must occur."""

_TABLE = (
    "CREATE VIRTUAL TABLE turns_fts USING fts5(terms, tokenize=\"unicode61 remove_diacritics 0 tokenchars '_.-'\")"
)
_EMPTYING = (
    *(f"DELETE FROM turns_fts_{name}" for name in ("content", "data", "docsize", "idx")),
    # What FTS5 itself writes for a new table, sums and segments; without it, it could not even drop the table.
    "INSERT INTO turns_fts_data VALUES (1, X''), (10, X'00000000000000')",
)


class FullText:
    """The full-text table of an open history; its methods belong inside the caller's transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self.works = has_fts5(connection)

    def prepare(self) -> None:
        """Make the table, or make it anew if turns were added or deleted without FTS5."""
        if not self.works or (self._exists() and not self._is_stale()):
            return
        with writing(self._connection):
            if self._exists() and not self._is_stale():
                return  # another process was first
            self.reset()
            rows = self._connection.execute("SELECT row, text, codes FROM turns ORDER BY row")
            for row, text, codes in rows.fetchall():
                self.add(row, f"{text}\n{codes}")
            self._connection.execute("UPDATE full_text SET stale = 0")

    def reset(self) -> None:
        """Leave an empty table."""
        if not self.works:
            self._forget_without_fts5()
            return
        self._connection.execute("DROP TABLE IF EXISTS turns_fts")
        self._connection.execute(_TABLE)

    def add(self, row: int, text: str) -> None:
        """Index a turn."""
        if not self.works:
            self._connection.execute("UPDATE full_text SET stale = 1")
            return
        distinct = " ".join(dict.fromkeys(terms(text)))  # how often a term occurs is never asked
        self._connection.execute("INSERT INTO turns_fts (rowid, terms) VALUES (?, ?)", (row, distinct))

    def remove(self, rows: Iterable[int]) -> None:
        """Take turns out so that none of their terms remains in the file."""
        if not self.works:
            self._forget_without_fts5()
            return
        self._connection.executemany("DELETE FROM turns_fts WHERE rowid = ?", ((row,) for row in rows))
        # FTS5 only notes what is deleted; merging everything is what removes it.
        self._connection.execute("INSERT INTO turns_fts (turns_fts) VALUES ('optimize')")

    def find(self, words: str, limit: int) -> list[int]:
        """Rows of turns that hold all the words, newest first; the last word may be the beginning of one."""
        if not self.works:
            return self._compare(words, limit)
        wanted = list(dict.fromkeys(terms(words)))[:MAX_TERMS]
        if not wanted:
            return []
        query = " AND ".join(map(_quote, wanted)) + " *"
        sql = "SELECT rowid FROM turns_fts WHERE turns_fts MATCH ? ORDER BY rowid DESC LIMIT ?"
        return [int(row) for (row,) in self._connection.execute(sql, (query, limit)).fetchall()]

    def _compare(self, words: str, limit: int) -> list[int]:
        wanted = words.split()[:MAX_TERMS]
        if not wanted:
            return []
        where = " AND ".join(["(text LIKE ? ESCAPE '\\' OR codes LIKE ? ESCAPE '\\')"] * len(wanted))
        values: Sequence[Any] = [_pattern(word) for word in wanted for _ in range(2)]
        sql = f"SELECT row FROM turns WHERE {where} ORDER BY row DESC LIMIT ?"
        return [int(row) for (row,) in self._connection.execute(sql, (*values, limit)).fetchall()]

    def _exists(self) -> bool:
        found = self._connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'turns_fts'").fetchone()
        return found is not None

    def _is_stale(self) -> bool:
        row = self._connection.execute("SELECT stale FROM full_text").fetchone()
        return row is None or bool(row[0])

    def _forget_without_fts5(self) -> None:
        """Empty the tables in which FTS5 keeps its terms; where it exists, the index is made anew."""
        if self._exists():
            for statement in _EMPTYING:
                self._connection.execute(statement)
        self._connection.execute("UPDATE full_text SET stale = 1")


def has_fts5(connection: sqlite3.Connection) -> bool:
    """Whether this SQLite can search full text."""
    try:
        found = connection.execute("SELECT 1 FROM pragma_module_list WHERE name = 'fts5'").fetchone()
    except sqlite3.OperationalError:  # older than the list of modules
        found = connection.execute("SELECT sqlite_compileoption_used('ENABLE_FTS5')").fetchone()
        return bool(found[0])
    return found is not None


def _quote(term: str) -> str:
    """A term as an FTS5 string, so that no character of it is syntax."""
    return '"' + term.replace('"', '""') + '"'


def _pattern(word: str) -> str:
    for character in "\\%_":
        word = word.replace(character, f"\\{character}")
    return f"%{word}%"
