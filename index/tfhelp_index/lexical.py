"""The lexical leg: BM25 over SQLite's FTS5, on terms that `tfhelp_index.terms` made for both sides."""

from __future__ import annotations

import math
import sqlite3
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .errors import LegUnavailable
from .terms import terms

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

FIELDS = ("title", "signatures", "questions", "body")
"""The columns of the full-text table, one row for each entry and language."""

FIELD_WEIGHTS = (3.0, 2.0, 3.0, 1.0)
"""BM25 weights of the columns, in the order of `FIELDS`."""

MAX_TERMS = 256
"""Distinct terms of one search, the rarest kept: 100,000 terms would take seconds."""

MAX_CANDIDATES = 4096
"""Distinct terms whose rarity is looked up at all; later ones of an endless question are left out."""

COVERED_TERMS = 40
"""Terms looked up one by one to see what the first entry covers."""

SCHEMA = f"""
CREATE VIRTUAL TABLE entries_fts USING fts5(
  {", ".join(FIELDS)}, content='', columnsize=1, detail=full,
  tokenize="unicode61 remove_diacritics 0 tokenchars '_.-'"
);
CREATE VIRTUAL TABLE vocabulary USING fts5vocab('entries_fts', 'row');
"""


@dataclass(frozen=True, slots=True)
class WeightedTerm:
    """A term of the question and how rare it is in the corpus."""

    term: str
    idf: float
    """BM25's inverse document frequency; 0 for a term that the corpus does not hold."""
    documents: int


@dataclass(frozen=True, slots=True)
class LexicalMatch:
    """A row of the full-text table that holds terms of the question."""

    row: int
    score: float
    """BM25, positive, higher is better."""


@dataclass(frozen=True, slots=True)
class TermShare:
    """What one term adds to the BM25 of a row."""

    term: str
    score: float
    """The shares of all terms of a question add up to the score of the row."""
    counts: Mapping[str, int]
    """How often it stands in each field that holds it, in the order of `FIELDS`."""


def index_rows(connection: sqlite3.Connection, rows: Iterable[tuple[int, Sequence[str]]]) -> None:
    """Fill the full-text table.

    Args:
        connection: a database with `SCHEMA`.
        rows: row id and the raw text of each field, in the order of `FIELDS`.
    """
    marks = ", ".join("?" * (len(FIELDS) + 1))
    connection.executemany(
        f"INSERT INTO entries_fts (rowid, {', '.join(FIELDS)}) VALUES ({marks})",
        ((row, *(" ".join(terms(text)) for text in texts)) for row, texts in rows),
    )
    connection.execute("INSERT INTO entries_fts (entries_fts) VALUES ('optimize')")


class LexicalIndex:
    """The full-text table of an open bundle."""

    def __init__(self, connection: sqlite3.Connection, rows: int) -> None:
        self._connection = connection
        self._rows = rows

    def weigh(self, text: str) -> list[WeightedTerm]:
        """The distinct terms of a question with their rarity, rarest first, those unknown to the corpus last."""
        distinct = list(Counter(terms(text)))[:MAX_CANDIDATES]
        weighed = [self._weigh(term) for term in distinct]
        return sorted(weighed, key=lambda found: (-found.idf, found.term))

    def _weigh(self, term: str) -> WeightedTerm:
        try:
            row = self._connection.execute("SELECT doc FROM vocabulary WHERE term = ?", (term,)).fetchone()
        except sqlite3.Error as error:
            raise LegUnavailable(f"Full-text search does not work here ({error}).") from error
        count = int(row[0]) if row else 0
        idf = math.log(1 + (self._rows - count + 0.5) / (count + 0.5)) if count else 0.0
        return WeightedTerm(term, idf, count)

    def search(
        self, weighed: Sequence[WeightedTerm], limit: int, weights: Sequence[float] = FIELD_WEIGHTS
    ) -> list[LexicalMatch]:
        """The best rows for any of the terms.

        Args:
            weighed: the terms, rarest first.
            limit: rows at most.
            weights: of the fields; others only to measure what they are worth.

        Raises:
            LegUnavailable: this SQLite has no FTS5.
        """
        known = _known(weighed, MAX_TERMS)
        if not known:
            return []
        query = " OR ".join(map(_quote, known))
        try:
            rows = self._connection.execute(
                f"SELECT rowid, {_bm25(weights)} AS score FROM entries_fts"
                " WHERE entries_fts MATCH ? ORDER BY score DESC, rowid LIMIT ?",
                (query, limit),
            ).fetchall()
        except sqlite3.Error as error:
            raise LegUnavailable(f"Full-text search does not work here ({error}).") from error
        return [LexicalMatch(int(row), float(score)) for row, score in rows]

    def covered(self, weighed: Sequence[WeightedTerm], rows: Sequence[int]) -> frozenset[str]:
        """Which of the question's known terms, of the `COVERED_TERMS` rarest, occur in any of these rows."""
        if not rows:
            return frozenset()
        within = ", ".join(map(str, rows))
        sql = f"SELECT 1 FROM entries_fts WHERE entries_fts MATCH ? AND rowid IN ({within}) LIMIT 1"
        known = _known(weighed, COVERED_TERMS)
        return frozenset(term for term in known if self._connection.execute(sql, (_quote(term),)).fetchone())

    def explain(self, weighed: Sequence[WeightedTerm], row: int) -> list[TermShare]:
        """What each term adds to the score of a row, the heaviest first; for people who mend a ranking, not for it.

        A field has no share of its own: BM25 adds up a term's counts in all fields, each times the field's weight,
        and only then dampens the sum. So a term comes with its counts.
        """
        # In the temporary schema: the bundle is open for reading only.
        self._connection.execute(
            "CREATE VIRTUAL TABLE IF NOT EXISTS temp.instances USING fts5vocab(main, entries_fts, instance)"
        )
        share = f"SELECT {_bm25(FIELD_WEIGHTS)} FROM entries_fts WHERE entries_fts MATCH ? AND rowid = ?"
        places = "SELECT col, count(*) FROM temp.instances WHERE term = ? AND doc = ? GROUP BY col"
        shares = []
        for term in _known(weighed, MAX_TERMS):
            found = self._connection.execute(share, (_quote(term), row)).fetchone()
            if found:
                counts = dict(self._connection.execute(places, (term, row)).fetchall())
                ordered = {field: int(counts[field]) for field in FIELDS if field in counts}
                shares.append(TermShare(term, float(found[0]), ordered))
        return sorted(shares, key=lambda found: (-found.score, found.term))


def _known(weighed: Sequence[WeightedTerm], most: int) -> list[str]:
    """The terms that the corpus holds, the rarest of them."""
    return [found.term for found in weighed if found.documents][:most]


def _bm25(weights: Sequence[float]) -> str:
    """BM25 as an SQL expression; FTS5's own is negative, the best being the least."""
    return f"-bm25(entries_fts, {', '.join(map(str, weights))})"


def _quote(term: str) -> str:
    """A term as an FTS5 string, so that no character of it is syntax."""
    return '"' + term.replace('"', '""') + '"'
