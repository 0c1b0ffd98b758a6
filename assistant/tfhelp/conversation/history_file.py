"""The history's SQLite file: opening it, its tables, and what can go wrong with it, in words."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import sqlite3
import time
from typing import TYPE_CHECKING, Literal

from tfhelp.locales import locale_language
from tfhelp.wording import Wording
from tfhelp_corpus.errors import TfhelpError
from tfhelp_corpus.language import join_sentences

from .volume import is_shared

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tfhelp_corpus.entry import Language

NAME = "history.sqlite"
SCHEMA_VERSION = 2

_APPLICATION = 0x74666870
"""``tfhp`` in the file's header: a database of another program is not taken for ours."""

_SCHEMA = (
    """CREATE TABLE conversations (
      id TEXT PRIMARY KEY, started TEXT NOT NULL, last TEXT NOT NULL, title TEXT NOT NULL
    )""",
    """CREATE TABLE turns (
      row INTEGER PRIMARY KEY, conversation TEXT NOT NULL, number INTEGER NOT NULL, at TEXT NOT NULL,
      text TEXT NOT NULL, question TEXT, exclude TEXT NOT NULL, relation TEXT NOT NULL, refines INTEGER,
      language TEXT NOT NULL, codes TEXT NOT NULL, confident INTEGER NOT NULL, summary TEXT,
      UNIQUE (conversation, number)
    )""",
    # One row: whether a Python without FTS5 changed the turns, so that the full-text table no longer fits them.
    "CREATE TABLE full_text (stale INTEGER NOT NULL)",
    "INSERT INTO full_text VALUES (0)",
)

_MIGRATIONS = {
    1: ("ALTER TABLE turns ADD COLUMN summary TEXT",),
}
"""What makes the tables of a format those of the next one."""

Trouble = Literal["unwritable", "full", "damaged", "newer", "locked", "disk", "unknown", "closed"]

say = Wording(
    {
        "unwritable": "The history {file} cannot be written: {why}.",
        "unwritable_hint": "Name another folder with TFHELP_STATE, or keep none with --private.",
        "full": "The disk is full: the history {file} was not changed.",
        "full_hint": "Make room, or name a folder on another disk with TFHELP_STATE.",
        "damaged": "The history {file} is damaged, or another program's file.",
        "damaged_hint": "`tfhelp history repair` moves it aside and starts a fresh one; nothing is deleted.",
        "newer": "The history {file} was written by a newer tfhelp (format {found}; this one reads {own}).",
        "newer_hint": "Update tfhelp, or name another folder with TFHELP_STATE.",
        "locked": "The history {file} is in use by another process, for longer than {seconds} s.",
        "locked_hint": "Try again; if no other tfhelp is at work, look for one that was stopped with Ctrl-Z.",
        "disk": "The disk reports an error for the history {file}: {why}.",
        "disk_hint": "Check the disk and its quota, or name a folder on another one with TFHELP_STATE.",
        "unknown": "There is no conversation {id}.",
        "unknown_hint": "`tfhelp history list` shows all of them.",
        "closed": "The history {file} is closed already.",
        "closed_hint": "",
    },
    {
        "unwritable": "无法写入历史记录 {file}：{why}。",
        "unwritable_hint": "可以用 TFHELP_STATE 指定另一个文件夹，或者用 --private 不保存历史记录。",
        "full": "磁盘已满，历史记录 {file} 没有改动。",
        "full_hint": "请腾出空间，或者用 TFHELP_STATE 指定另一块磁盘上的文件夹。",
        "damaged": "历史记录 {file} 已损坏，或者是其他程序的文件。",
        "damaged_hint": "运行 `tfhelp history repair` 会把它移到一边，另建一份新的，什么都不会删除。",
        "newer": "历史记录 {file} 由更新版本的 tfhelp 写入（格式 {found}，当前版本只能读取格式 {own}）。",
        "newer_hint": "请升级 tfhelp，或者用 TFHELP_STATE 指定另一个文件夹。",
        "locked": "历史记录 {file} 被另一个进程占用，等待超过了 {seconds} 秒。",
        "locked_hint": "请重试；如果没有别的 tfhelp 在运行，看看是不是有一个被 Ctrl-Z 挂起了。",
        "disk": "读写历史记录 {file} 时磁盘出错：{why}。",
        "disk_hint": "请检查磁盘和配额，或者用 TFHELP_STATE 指定另一块磁盘上的文件夹。",
        "unknown": "没有编号为 {id} 的对话。",
        "unknown_hint": "运行 `tfhelp history list` 查看全部对话。",
        "closed": "历史记录 {file} 已经关闭。",
        "closed_hint": "",
    },
)

_TROUBLES: dict[int, Trouble] = {
    sqlite3.SQLITE_FULL: "full",
    sqlite3.SQLITE_BUSY: "locked",
    sqlite3.SQLITE_LOCKED: "locked",
    sqlite3.SQLITE_READONLY: "unwritable",
    sqlite3.SQLITE_CANTOPEN: "unwritable",
    sqlite3.SQLITE_PERM: "unwritable",
    sqlite3.SQLITE_AUTH: "unwritable",
    sqlite3.SQLITE_IOERR: "disk",
    sqlite3.SQLITE_NOMEM: "disk",
}


class HistoryError(TfhelpError):
    """The history cannot be used; its text is in the language of the locale, `sentence` gives either."""

    def __init__(self, trouble: Trouble, **values: object) -> None:
        language = locale_language()
        super().__init__(say(language, trouble, **values), say(language, f"{trouble}_hint", **values))
        self.trouble = trouble
        """What to offer: ``damaged`` can be moved aside, ``locked`` can be tried again."""
        self._values = values

    def sentence(self, language: Language) -> str:
        """What is wrong and what to do about it."""
        said = say(language, self.trouble, **self._values), say(language, f"{self.trouble}_hint")
        return join_sentences(*(sentence.rstrip() for sentence in said))


@contextlib.contextmanager
def explained(file: Path, timeout_s: float) -> Iterator[None]:
    """Turn what SQLite or the system reports into a `HistoryError`."""
    try:
        yield
    except (sqlite3.Error, UnicodeDecodeError) as error:
        # No code: Python's own complaint about what it read, be it SQLite's message. Codes that are not listed:
        # tables or pages that are not what they should be.
        trouble = _TROUBLES.get(primary_code(error), "damaged")
        raise HistoryError(trouble, file=file, why=error, seconds=f"{timeout_s:g}") from error
    except OSError as error:
        import errno

        full = error.errno in (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC))
        raise HistoryError("full" if full else "unwritable", file=file, why=error.strerror or error) from error


def primary_code(error: Exception) -> int:
    """SQLite's primary result code, 0 for an error of the Python module itself."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


@contextlib.contextmanager
def writing(connection: sqlite3.Connection) -> Iterator[None]:
    """A transaction that writes: all of it, or nothing."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        with contextlib.suppress(sqlite3.Error):  # a full disk has rolled back already
            connection.execute("ROLLBACK")
        raise


def connect(file: Path, timeout_s: float) -> sqlite3.Connection:
    """Open the file, making it and its folder for this user alone, and its tables.

    Raises:
        HistoryError: it cannot be used.
    """
    with explained(file, timeout_s):
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _keep_private(file)
        connection = sqlite3.connect(file, timeout=timeout_s, isolation_level=None, check_same_thread=False)
        try:
            # Bytes that are no text must not keep the rest of a history from being read.
            connection.text_factory = lambda data: data.decode(errors="replace")
            _check(connection, file)
            _set_journal(connection, shared=is_shared(file.parent), deadline_s=time.monotonic() + timeout_s)
            connection.execute("PRAGMA secure_delete = ON")
            _make_tables(connection)
        except BaseException:
            connection.close()
            raise
    return connection


def _keep_private(file: Path) -> None:
    """Make the file readable by its user only, before anything is in it; its journals take over its mode."""
    descriptor = os.open(file, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o600)
    try:
        if os.name == "posix" and os.fstat(descriptor).st_mode & 0o077:
            os.fchmod(descriptor, 0o600)
    finally:
        os.close(descriptor)


def _check(connection: sqlite3.Connection, file: Path) -> None:
    # Tables are looked for first: they and the two numbers are written in one transaction, perhaps just now.
    has_tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0] > 0
    application = int(connection.execute("PRAGMA application_id").fetchone()[0])
    version = _version(connection)
    if has_tables and application != _APPLICATION:
        raise HistoryError("damaged", file=file)
    if version > SCHEMA_VERSION:
        raise HistoryError("newer", file=file, found=version, own=SCHEMA_VERSION)


def _set_journal(connection: sqlite3.Connection, *, shared: bool, deadline_s: float) -> None:
    """Write-ahead log, for readers and a writer at once; but not where several machines write.

    The log's index is shared memory, which other machines do not see: they would destroy the file.
    """
    mode = "DELETE" if shared else "WAL"
    while True:  # changing the mode does not wait for others by itself
        try:
            connection.execute(f"PRAGMA journal_mode = {mode}")
            break
        except sqlite3.OperationalError as error:
            busy = primary_code(error) in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
            if not busy or time.monotonic() > deadline_s:
                raise
        time.sleep(0.02)
    # With the log, a power cut costs the last turns at most, and the rest stays whole; without it, only FULL is safe.
    connection.execute(f"PRAGMA synchronous = {'FULL' if shared else 'NORMAL'}")


def _make_tables(connection: sqlite3.Connection) -> None:
    """Make the tables, or bring older ones to this format; what is in them stays."""
    if _version(connection) >= SCHEMA_VERSION:
        return
    with writing(connection):
        version = _version(connection)  # another process may have been first
        if not version:
            for statement in _SCHEMA:
                connection.execute(statement)
            connection.execute(f"PRAGMA application_id = {_APPLICATION}")
        for older in range(version or SCHEMA_VERSION, SCHEMA_VERSION):
            for statement in _MIGRATIONS[older]:
                connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {max(version, SCHEMA_VERSION)}")


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def set_aside(file: Path) -> Path:
    """Rename a file that cannot be used, with its journals, to ``history.sqlite.damaged-<date>``.

    Returns:
        Where it is now.

    Raises:
        HistoryError: it cannot be renamed.
    """
    target = file.with_name(f"{file.name}.damaged-{dt.date.today().isoformat()}")
    first, number = target, 1
    while target.exists():
        number += 1
        target = first.with_name(f"{first.name}.{number}")
    with explained(file, 0):
        for suffix in (
            "-wal",
            "-shm",
            "",
        ):  # the journals first: without them a fresh file cannot take them for its own
            journal = file.with_name(file.name + suffix)
            if journal.exists():
                journal.rename(target.with_name(target.name + suffix))
    return target
