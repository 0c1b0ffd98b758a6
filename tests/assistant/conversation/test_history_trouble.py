"""Every way in which the history can be unusable is a sentence, and nothing is lost."""

import datetime as dt
import os
import random
import sqlite3
import subprocess

import pytest

from tfhelp.conversation import history_file
from tfhelp.conversation.history import History, HistoryError

TROUBLES = ("unwritable", "full", "damaged", "newer", "locked", "disk", "unknown", "closed")


def test_a_folder_that_cannot_be_made_is_said(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(HistoryError, match="cannot be written") as caught:
        History.open(tmp_path / "file" / "state")
    assert caught.value.trouble == "unwritable"


def test_a_folder_in_the_place_of_the_file_is_said(folder):
    (folder / "history.sqlite").mkdir(parents=True)
    with pytest.raises(HistoryError) as caught:
        History.open(folder)
    assert caught.value.trouble == "unwritable"


def test_a_full_disk_is_said_and_nothing_is_lost(history, turn, keep):
    conversation = keep(history, "one")
    pages = history._connection.execute("PRAGMA page_count").fetchone()[0]
    history._connection.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(HistoryError, match="full") as caught:
        history.add(conversation, turn(2, " ".join(map(str, range(9000)))[:19_000]))
    assert caught.value.trouble == "full"
    history._connection.execute("PRAGMA max_page_count = 100000")
    history.check()
    history.add(conversation, turn(2, "two"))
    assert [kept.plan.text for kept in history.load(conversation)] == ["one", "two"]


def test_a_turn_that_fails_half_way_leaves_nothing_and_the_next_one_is_kept(history, turn, keep, monkeypatch):
    conversation = keep(history, "one")
    with monkeypatch.context() as patch:
        patch.setattr(history._full_text, "add", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            history.add(conversation, turn(2, "half"))
    history.add(conversation, turn(2, "two"))
    assert [kept.plan.text for kept in history.load(conversation)] == ["one", "two"]


@pytest.mark.skipif(os.name != "posix", reason="limits of a process are POSIX")
def test_a_file_that_may_not_grow_is_said(folder, writer):
    limit = (
        "import resource, signal\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))\n"
    )
    with writer(10_000, limit, stderr=subprocess.PIPE) as process:
        out, err = process.communicate(timeout=60)
    assert "HistoryError: " in err.splitlines()[-1]
    lines = out.split()
    with History.open(folder) as history:
        history.check()
        assert len(history.load(lines[0])) == int(lines[-1])


def test_a_history_that_another_process_holds_is_said_after_the_timeout_and_can_be_read(history, folder, turn, keep):
    conversation = keep(history, "one")
    holder = sqlite3.connect(folder / "history.sqlite", isolation_level=None)
    try:
        holder.execute("BEGIN EXCLUSIVE")
        with History.open(folder, timeout_s=0.2) as other:
            assert len(other.load(conversation)) == 1
            with pytest.raises(HistoryError, match="in use") as caught:
                other.add(conversation, turn(2, "two"))
            assert caught.value.trouble == "locked"
            holder.execute("ROLLBACK")
            other.add(conversation, turn(2, "two"))
    finally:
        holder.close()
    assert len(history.load(conversation)) == 2


def test_a_newer_history_is_refused_and_not_touched(history, folder, keep):
    keep(history, "one")
    history._connection.execute(f"PRAGMA user_version = {history_file.SCHEMA_VERSION + 1}")
    history.close()
    before = (folder / "history.sqlite").read_bytes()
    with pytest.raises(HistoryError, match="newer tfhelp") as caught:
        History.open(folder)
    assert caught.value.trouble == "newer"
    assert (folder / "history.sqlite").read_bytes() == before


def test_a_database_of_another_program_is_refused(folder):
    folder.mkdir()
    other = sqlite3.connect(folder / "history.sqlite")
    other.execute("CREATE TABLE turns (x)")
    other.close()
    with pytest.raises(HistoryError, match="another program") as caught:
        History.open(folder)
    assert caught.value.trouble == "damaged"


def test_a_damaged_history_is_moved_aside_whole_and_a_fresh_one_begins(folder, keep):
    folder.mkdir()
    (folder / "history.sqlite").write_bytes(b"no database at all" * 100)
    (folder / "history.sqlite-wal").write_bytes(b"journal")
    with pytest.raises(HistoryError) as caught:
        History.open(folder)
    assert caught.value.trouble == "damaged"
    aside = History.set_aside(folder)
    assert aside.name == f"history.sqlite.damaged-{dt.date.today().isoformat()}"
    assert aside.read_bytes() == b"no database at all" * 100
    assert aside.with_name(f"{aside.name}-wal").exists() or not (folder / "history.sqlite-wal").exists()
    with History.open(folder) as fresh:
        keep(fresh, "one")
    assert History.set_aside(folder) != aside
    assert aside.exists()


def test_damage_anywhere_in_the_file_is_a_sentence_or_does_no_harm(folder, tmp_path, turn, keep):
    with History.open(folder) as history:
        conversation = keep(history, *(f"question {n} about {'padding ' * n}" for n in range(25)))
    sound, rng = (folder / "history.sqlite").read_bytes(), random.Random(4)
    for round_number in range(150):
        damaged, other = bytearray(sound), tmp_path / f"other{round_number}"
        other.mkdir()
        for _ in range(rng.choice([1, 8, 400])):
            damaged[rng.randrange(len(damaged))] = rng.randrange(256)
        if rng.random() < 0.3:
            del damaged[rng.randrange(len(damaged)) :]
        (other / "history.sqlite").write_bytes(damaged)
        try:
            with History.open(other, timeout_s=0.1) as history:
                history.conversations()
                history.search("padding")
                history.load(conversation)
                history.add(conversation, turn(26, "more"))
                history.delete(conversation)
        except HistoryError as error:
            assert error.trouble in TROUBLES


def test_a_closed_history_says_so(history):
    history.close()
    history.close()
    with pytest.raises(HistoryError, match="closed"):
        history.conversations()


@pytest.mark.parametrize("trouble", TROUBLES)
def test_every_trouble_has_a_sentence_in_both_languages(trouble, monkeypatch):
    monkeypatch.setenv("LANGUAGE", "zh_CN")
    values = {"file": "F.sqlite", "why": "W", "seconds": "3", "found": 2, "own": 1, "id": "abc"}
    error = HistoryError(trouble, **values)
    assert str(error) == error.sentence("zh")
    assert error.sentence("en").isascii()
    assert error.sentence("en")[0].isupper()
    assert not error.sentence("zh").isascii()
    assert "{" not in error.sentence("en") + error.sentence("zh")
