"""The bundle's SQLite file: entries, texts, passages, signatures and the full-text table."""

from __future__ import annotations

import json
import sqlite3
from typing import TYPE_CHECKING, Any, cast

from tfhelp_corpus.entry import EntryText, Section

from . import lexical
from .passages import Passage
from .records import EntryRecord, Outline
from .signatures import CompiledSignature

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence
    from pathlib import Path

    from tfhelp_corpus.entry import Entry, Language

SCHEMA = f"""
CREATE TABLE entries (
  ordinal INTEGER PRIMARY KEY, code TEXT NOT NULL UNIQUE, id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL,
  category TEXT NOT NULL, exception TEXT, applies_to TEXT NOT NULL, refs TEXT NOT NULL, problems TEXT NOT NULL,
  verified TEXT, source TEXT NOT NULL
);
CREATE TABLE texts (
  row INTEGER PRIMARY KEY, entry INTEGER NOT NULL, language TEXT NOT NULL, title TEXT NOT NULL,
  sections TEXT NOT NULL, UNIQUE (entry, language)
);
CREATE TABLE passages (
  ordinal INTEGER PRIMARY KEY, entry INTEGER NOT NULL, language TEXT NOT NULL, role TEXT NOT NULL, text TEXT NOT NULL
);
CREATE TABLE signatures (
  ordinal INTEGER PRIMARY KEY, entry INTEGER NOT NULL, pattern TEXT NOT NULL, literals TEXT NOT NULL,
  anchor TEXT NOT NULL, word TEXT NOT NULL, weight REAL NOT NULL
);
{lexical.SCHEMA}
"""

_SEPARATOR = "\x1f"


def write(
    path: Path, entries: Sequence[Entry], passages: Sequence[Passage], signatures: Sequence[CompiledSignature]
) -> None:
    """Write the database of a bundle, from scratch."""
    connection = sqlite3.connect(path)
    try:
        connection.executescript(SCHEMA)
        connection.executemany(
            f"INSERT INTO entries VALUES ({_marks(11)})",
            map(_entry_row, range(len(entries)), entries),
        )
        texts = [
            (ordinal, language, entry) for ordinal, entry in enumerate(entries) for language in sorted(entry.texts)
        ]
        connection.executemany(
            f"INSERT INTO texts VALUES ({_marks(5)})",
            (
                (row, ordinal, language, *_text_row(entry.texts[language]))
                for row, (ordinal, language, entry) in enumerate(texts)
            ),
        )
        connection.executemany(
            f"INSERT INTO passages VALUES ({_marks(5)})",
            ((n, p.entry, p.language, p.role, p.text) for n, p in enumerate(passages)),
        )
        connection.executemany(
            f"INSERT INTO signatures VALUES ({_marks(7)})",
            (
                (n, s.entry, s.pattern, _SEPARATOR.join(s.literals), s.anchor, s.word, s.weight)
                for n, s in enumerate(signatures)
            ),
        )
        lexical.index_rows(
            connection, ((row, lexical_fields(entry, language)) for row, (_, language, entry) in enumerate(texts))
        )
        connection.commit()
        connection.execute("VACUUM")
    finally:
        connection.close()


def _marks(count: int) -> str:
    return ", ".join("?" * count)


def _entry_row(ordinal: int, entry: Entry) -> tuple[Any, ...]:
    verified = entry.verified and {
        "how": entry.verified.how,
        "on": entry.verified.on,
        "date": entry.verified.date.isoformat(),
        "note": entry.verified.note,
    }
    return (
        ordinal, entry.code, entry.id, entry.kind, entry.category, entry.exception,
        json.dumps(dict(entry.applies_to), sort_keys=True), json.dumps(entry.references, ensure_ascii=False),
        json.dumps(entry.problems), json.dumps(verified, ensure_ascii=False) if verified else None, entry.source,
    )  # fmt: skip


def _text_row(text: EntryText) -> tuple[str, str]:
    sections = [(section.role, section.heading, section.text) for section in text.sections]
    return text.title, json.dumps(sections, ensure_ascii=False)


def lexical_fields(entry: Entry, language: Language) -> tuple[str, str, str, str]:
    """The full-text fields of an entry in one language, in the order of `lexical.FIELDS`."""
    text = entry.texts[language]
    printed = [f"{entry.exception or ''}", *(f"{s.pattern} {s.example}" for s in entry.signatures)]
    return (
        f"{text.title} {entry.id} {entry.category}",
        "\n".join(printed),
        "\n".join(text.questions),
        "\n".join(section.text for section in text.sections),
    )


class Database:
    """A bundle's database, open for reading."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection

    @classmethod
    def open(cls, path: Path) -> Database:
        """Open read-only and in place; nothing is copied, no journal is written beside it."""
        uri = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
        return cls(sqlite3.connect(uri, uri=True, check_same_thread=False))

    def close(self) -> None:
        """Close the file."""
        self.connection.close()

    def signatures(self, words: Collection[str] | None = None) -> Iterator[CompiledSignature]:
        """Signatures in order: those that ``words`` do not rule out (`signatures.words_of`), or all.

        Only these are read: of hundreds a paste leaves a handful.
        """
        listed = self._all("SELECT ordinal, word FROM signatures ORDER BY ordinal")
        wanted = [int(ordinal) for ordinal, word in listed if words is None or not word or word in words]
        rows = self.connection.execute(
            "SELECT entry, pattern, literals, anchor, word, weight FROM signatures"
            f" WHERE ordinal IN ({', '.join(map(str, wanted))}) ORDER BY ordinal"
        )
        for entry, pattern, literals, anchor, word, weight in rows:
            yield CompiledSignature(entry, pattern, tuple(literals.split(_SEPARATOR)), anchor, word, weight)

    def rows(self) -> list[tuple[int, Language]]:
        """Entry and language of every full-text row, by row id."""
        return [
            (int(entry), cast("Language", language))
            for entry, language in self._all("SELECT entry, language FROM texts ORDER BY row")
        ]

    def passage_entries(self) -> list[int]:
        """The entry of every passage, by ordinal."""
        return [int(row[0]) for row in self._all("SELECT entry FROM passages ORDER BY ordinal")]

    def passage(self, ordinal: int) -> Passage:
        """One passage."""
        row = self.connection.execute(
            "SELECT entry, language, role, text FROM passages WHERE ordinal = ?", (ordinal,)
        ).fetchone()
        return Passage(*row)

    def passages(self) -> list[Passage]:
        """All passages, in order."""
        return [
            Passage(*row) for row in self._all("SELECT entry, language, role, text FROM passages ORDER BY ordinal")
        ]

    def entry(self, ordinal: int) -> EntryRecord:
        """One entry with its texts."""
        row = self.connection.execute("SELECT * FROM entries WHERE ordinal = ?", (ordinal,)).fetchone()
        return self._record(row)

    def applies_to(self, ordinal: int) -> dict[str, str]:
        """The specifiers of one entry."""
        row = self.connection.execute("SELECT applies_to FROM entries WHERE ordinal = ?", (ordinal,)).fetchone()
        return dict(json.loads(row[0]))

    def entry_by_code(self, code: str) -> EntryRecord | None:
        """The entry with that code or id, whatever the case."""
        row = self.connection.execute(
            "SELECT * FROM entries WHERE upper(code) = upper(?) OR lower(id) = lower(?)", (code, code)
        ).fetchone()
        return self._record(row) if row else None

    def outlines(self) -> list[Outline]:
        """What lists show of every entry, in order of the codes."""
        titles: dict[int, dict[Language, str]] = {}
        for entry, language, title in self._all("SELECT entry, language, title FROM texts ORDER BY row"):
            titles.setdefault(int(entry), {})[cast("Language", language)] = title
        rows = self._all("SELECT ordinal, code, id, category, exception FROM entries ORDER BY ordinal")
        return [
            Outline(int(ordinal), code, name, category, exception, titles[ordinal])
            for ordinal, code, name, category, exception in rows
        ]

    def _record(self, row: Sequence[Any]) -> EntryRecord:
        texts = {
            language: EntryText(title, (), tuple(Section(*section) for section in json.loads(sections)))
            for language, title, sections in self.connection.execute(
                "SELECT language, title, sections FROM texts WHERE entry = ? ORDER BY row", (row[0],)
            )
        }
        return EntryRecord(
            ordinal=row[0], code=row[1], id=row[2], kind=row[3], category=row[4], exception=row[5],
            applies_to=json.loads(row[6]), references=tuple(json.loads(row[7])), problems=tuple(json.loads(row[8])),
            verified=json.loads(row[9]) if row[9] else None, texts=texts,
        )  # fmt: skip

    def _all(self, sql: str) -> Iterable[Any]:
        return self.connection.execute(sql).fetchall()
