"""The history: what is kept, found, removed; and every way in which its file can be unusable."""

import datetime as dt
import os
import random
import signal
import sqlite3
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from tfhelp.conversation import full_text, history_file, kept_text
from tfhelp.conversation.history import History, HistoryError
from tfhelp.conversation.turn import Plan, Turn

PAD = "ValueError: Asking to pad but the tokenizer does not have a padding token."
TROUBLES = ("unwritable", "full", "damaged", "newer", "locked", "disk", "unknown", "closed")


def turn(number=1, text=PAD, **changed):
    plan = {"text": text, "question": changed.pop("question", text)}
    for name in ("exclude", "relation", "refines"):
        if name in changed:
            plan[name] = changed.pop(name)
    values = {
        "number": number,
        "plan": Plan(**plan),
        "at": "2026-11-25T10:00:00+00:00",
        "language": "en",
        "codes": ("TF0043", "TF0007"),
        "confident": True,
        "answer": None,
    }
    return Turn(**{**values, **changed})


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "state"


@pytest.fixture
def history(folder):
    with History.open(folder, timeout_s=0.2) as opened:
        yield opened


def bytes_of(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.iterdir())


def keep(history, *texts):
    conversation = history.start()
    for number, text in enumerate(texts, start=1):
        history.add(conversation, turn(number, text))
    return conversation


# What is kept


def test_a_turn_comes_back_as_it_was_but_for_its_answer(history, folder, make_answer):
    kept = turn(
        2, "还是不行", question=f"{PAD}\n还是不行", exclude=("TF0043",), relation="failed", refines=1,
        language="zh", codes=(), confident=False,
    )  # fmt: skip
    conversation = history.start()
    history.add(conversation, turn(1))
    history.add(conversation, Turn(*(getattr(kept, name) for name in Turn.__slots__[:-1]), answer=make_answer()))
    with History.open(folder) as other:
        assert other.load(conversation) == [turn(1), kept]


def test_nothing_is_written_before_the_first_turn(history):
    assert history.start() != history.start()
    assert history.conversations() == []


def test_conversations_are_listed_by_their_last_turn_newest_first(history):
    first, second = keep(history, "one"), keep(history, "two")
    history.add(first, turn(2, "three", at="2026-11-25T11:00:00+00:00"))
    listed = history.conversations()
    assert [(kept.id, kept.title, kept.turns) for kept in listed] == [(first, "one", 2), (second, "two", 1)]
    assert (listed[0].started, listed[0].last) == ("2026-11-25T10:00:00+00:00", "2026-11-25T11:00:00+00:00")
    assert [kept.id for kept in history.conversations(limit=1)] == [first]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("\n  显存不够怎么办  \n第二行", "显存不够怎么办"),
        (f"please help\nTraceback (most recent call last):\n  File \"a.py\", line 1, in <module>\n{PAD}", PAD),
        ("显存" * 50, "显存" * 19 + "显…"),
        ("x" * 200, "x" * 79 + "…"),
    ],
)
def test_a_title_is_the_root_error_or_the_first_line_in_80_columns(history, text, title):
    keep(history, text)
    assert history.conversations()[0].title == title


def test_secrets_reach_neither_texts_nor_titles_nor_the_index(history, folder):
    keep(history, "login('hf_AbCdEfGhIjKlMnOpQrStUvWx') in /home/alice/x.py", "https://me:pa55word@proxy:8080")
    history.close()
    stored = bytes_of(folder).lower()
    assert b"login" in stored
    assert not [word for word in (b"abcdefgh", b"alice", b"pa55word") if word in stored]


def test_control_characters_and_half_characters_are_not_stored(history):
    conversation = keep(history, "a\x1b[31mred\x1b[0m \ud800 b\x00c")
    assert history.load(conversation)[0].plan.text == "ared \ufffd bc"


def test_a_huge_paste_is_kept_as_its_beginning_and_its_end(history):
    log = "my run breaks\n" + "loss 0.1\n" * 5_500_000 + PAD
    conversation = keep(history, log)
    text = history.load(conversation)[0].plan.text
    assert len(text) <= kept_text.MAX_TEXT_CHARS
    assert text.startswith("my run breaks\n")
    assert text.endswith(PAD)
    assert sum(line.startswith("[… ") for line in text.split("\n")) == 1
    assert history.conversations()[0].title == PAD


def test_progress_bars_go_before_anything_else_of_a_long_text_does():
    bars = "".join(f"\r{n}%|███ | {n}/100 [00:01<00:02, 3.1it/s]" for n in range(3000))
    text = kept_text.kept_text(f"question\n{'head' * 600}\nTraceback of rank 0\n{bars}\n{PAD}")
    assert "Traceback of rank 0" in text
    assert "it/s" not in text


@pytest.mark.parametrize("size", [1_990, 19_950, 20_000, 20_050, 199_990, 200_010, 400_000])
def test_a_secret_at_a_cut_is_not_kept_in_halves(size):
    secret = "hf_" + "Q7" * 17
    for text in (f"{'x ' * (size // 2)}{secret}{' y' * 100_000}", f"{'x ' * 100_000}{secret}{' y' * (size // 2)}"):
        assert "Q7Q7Q7" not in kept_text.kept_text(text)


@pytest.mark.parametrize("text", [PAD, "x" * 30_000, "line\n" * 50_000, "hf_AbCdEfGhIjKl /home/a/b " * 9_000])
def test_what_is_kept_of_a_kept_text_is_the_same(text):
    kept = kept_text.kept_text(text)
    assert len(kept) <= kept_text.MAX_TEXT_CHARS
    assert kept_text.kept_text(kept) == kept


def test_the_same_turn_is_kept_once(history):
    conversation = keep(history, "one")
    history.add(conversation, turn(1, "one"))
    assert [kept.plan.text for kept in history.load(conversation)] == ["one"]


def test_two_chats_that_go_on_with_one_conversation_lose_nothing(history, folder):
    conversation = keep(history, "one")
    with History.open(folder) as other:
        other.add(conversation, turn(2, "theirs"))
    history.add(conversation, turn(2, "ours"))
    assert [(kept.number, kept.plan.text) for kept in history.load(conversation)] == [(1, "one"), (2, "theirs"), (3, "ours")]


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX")
def test_folder_and_files_are_for_the_user_only(history, folder):
    keep(history, "one")
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}
    assert modes == dict.fromkeys(["history.sqlite", "history.sqlite-wal", "history.sqlite-shm"], 0o600)


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX")
def test_a_history_that_others_could_read_is_closed_to_them(history, folder):
    history.close()
    (folder / "history.sqlite").chmod(0o644)
    History.open(folder).close()
    assert stat.S_IMODE((folder / "history.sqlite").stat().st_mode) == 0o600


def test_the_users_own_folder_is_the_default(tmp_path, monkeypatch):
    monkeypatch.setenv("TFHELP_STATE", str(tmp_path / "own"))
    History.open().close()
    assert (tmp_path / "own" / "history.sqlite").is_file()


# Searching


@pytest.fixture(params=["fts5", "without fts5"])
def searchable(request, folder, monkeypatch):
    if request.param != "fts5":
        monkeypatch.setattr(full_text, "has_fts5", lambda _: False)
    with History.open(folder) as opened:
        yield opened


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("padding token", [1]),
        ("PADDING", [1]),
        ("pad", [1]),
        ("显存不足", [2]),
        ("显", [2]),
        ("TF0043", [3, 2, 1]),
        ("lora model", [3]),
        ("100%", [3]),
        ("padding 显存", []),
        ("nothing of that", []),
        ("", []),
        (" \n", []),
    ],
)
def test_turns_that_hold_all_words_are_found_newest_first(searchable, words, found):
    keep(searchable, PAD, "训练时显存不足，怎么办", "my_gpt2_lora_model at 100% of 'quotes\" AND (")
    assert [hit.number for hit in searchable.search(words)] == found


@pytest.mark.parametrize("words", ['"', "'", "AND", "NOT x", "a OR", "(", "*", "-x", "col:x", "\\", "%", "_", "x\x00y", "^a"])
def test_no_search_is_a_syntax_error(searchable, words):
    keep(searchable, "a question")
    assert [hit.number for hit in searchable.search(words)] in ([], [1])


def test_other_forms_of_a_word_and_traditional_characters_are_found(history):
    keep(history, "training crashed on two graphics cards", "显存不足")
    assert [hit.number for hit in history.search("train crashes card")] == [1]
    assert [hit.number for hit in history.search("顯存不足")] == [2]


def test_a_hit_says_where_it_is_and_shows_the_line(history):
    conversation = keep(history, "first question", "one\n" + "before " * 40 + "needle" + " after" * 40)
    (hit,) = history.search("needle")
    assert (hit.conversation, hit.number, hit.title) == (conversation, 2, "first question")
    assert "needle" in hit.snippet
    assert len(hit.snippet) <= kept_text.MAX_SNIPPET_CHARS + 2
    assert "\n" not in hit.snippet


def test_hits_are_limited(history):
    keep(history, *["same words"] * 9)
    assert [hit.number for hit in history.search("same", limit=2)] == [9, 8]


def test_turns_kept_without_fts5_are_found_once_it_exists(folder, monkeypatch):
    with History.open(folder) as with_it:
        keep(with_it, "zebra")
    with monkeypatch.context() as patch:
        patch.setattr(full_text, "has_fts5", lambda _: False)
        with History.open(folder) as without:
            keep(without, "giraffe")
    with History.open(folder) as again:
        assert [len(again.search(word)) for word in ("zebra", "giraffe")] == [1, 1]


# Removing


@pytest.mark.parametrize("fts5", [True, False], ids=["fts5", "without fts5"])
@pytest.mark.parametrize("whole", [True, False], ids=["clear", "delete"])
def test_what_is_removed_is_in_no_file_any_more(folder, monkeypatch, whole, fts5):
    with History.open(folder) as history:
        stays = keep(history, *["giraffe question"] * 3)
        goes = keep(history, *(f"zebrafish {n} and more of it " * 40 for n in range(60)))
        assert b"zebrafish" in bytes_of(folder)
    monkeypatch.setattr(full_text, "has_fts5", lambda _: fts5)
    with History.open(folder) as history:
        history.clear() if whole else history.delete(goes)
        assert b"zebrafish" not in bytes_of(folder)
        assert [kept.id for kept in history.conversations()] == ([] if whole else [stays])
        assert history.search("zebrafish") == []
        assert len(history.search("giraffe")) == (0 if whole else 3)
        keep(history, "zebrafish again")
    monkeypatch.undo()
    with History.open(folder) as history:
        assert len(history.search("zebrafish")) == 1
        assert len(history.search("giraffe")) == (0 if whole else 3)


@pytest.mark.parametrize("method", ["load", "delete"])
def test_a_conversation_that_does_not_exist_is_named(history, method):
    with pytest.raises(HistoryError, match="abc123") as caught:
        getattr(history, method)("abc123")
    assert caught.value.trouble == "unknown"


def test_a_turn_of_a_deleted_conversation_begins_it_anew(history):
    conversation = keep(history, "one")
    history.delete(conversation)
    history.add(conversation, turn(2, "two"))
    assert [(kept.id, kept.title, kept.turns) for kept in history.conversations()] == [(conversation, "two", 1)]


def test_ids_are_found_by_their_beginning(history):
    ids = sorted(keep(history, "x") for _ in range(3))
    assert history.find(ids[1]) == [ids[1]]
    assert history.find("") == ids
    assert history.find("%") == []


# Threads and processes


def test_threads_may_share_it(history):
    conversations = [history.start() for _ in range(4)]

    def work(conversation):
        for number in range(1, 16):
            history.add(conversation, turn(number, f"question {number}"))
            history.search("question")

    threads = [threading.Thread(target=work, args=(conversation,)) for conversation in conversations]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [len(history.load(conversation)) for conversation in conversations] == [15] * 4


CHILD = """
import sys
from pathlib import Path
from tfhelp.conversation.history import History
from tfhelp.conversation.turn import Plan, Turn
history = History.open(Path(sys.argv[1]))
id, number = history.start(), 0
print(id, flush=True)
while number < int(sys.argv[2]):
    number += 1
    text = f"question {number} " + "with many words " * 200
    history.add(id, Turn(number, Plan(text, text), "2026-11-25T10:00:00+00:00", "en", (), False, None))
    print(number, flush=True)
"""


def child(folder, shell, turns):
    command = [sys.executable, "-c", CHILD, str(folder), str(turns)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=shell())


def test_two_processes_write_at_once_and_lose_nothing(folder, shell):
    processes = [child(folder, shell, 40) for _ in range(2)]
    printed = [process.communicate(timeout=60)[0].split() for process in processes]
    assert [process.returncode for process in processes] == [0, 0]
    with History.open(folder) as history:
        assert [len(history.load(lines[0])) for lines in printed] == [40, 40]
        history.check()


def test_a_killed_process_leaves_a_whole_history(folder, shell):
    with child(folder, shell, 10**9) as process:
        lines = [process.stdout.readline().strip() for _ in range(30)]
        process.send_signal(signal.SIGKILL if os.name == "posix" else signal.SIGTERM)
        process.wait(timeout=30)
        lines += process.stdout.read().split()
    with History.open(folder) as history:
        history.check()
        numbers = [kept.number for kept in history.load(lines[0])]
        assert numbers == list(range(1, len(numbers) + 1))
        assert len(numbers) >= int(lines[-1])
        assert len(history.search(f"question {numbers[-1]}")) >= 1
        keep(history, "life goes on")


# What can be wrong


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


def test_a_full_disk_is_said_and_nothing_is_lost(history):
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


@pytest.mark.skipif(os.name != "posix", reason="limits of a process are POSIX")
def test_a_file_that_may_not_grow_is_said(folder, shell):
    program = (
        "import resource, signal, sys; from pathlib import Path\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))\n"
        + CHILD.replace("import sys\n", "", 1).replace("history.add", "import tfhelp.conversation.history as h\n    history.add")
    )
    command = [sys.executable, "-c", program, str(folder), "10000"]
    ran = subprocess.run(command, capture_output=True, text=True, env=shell(), timeout=60, check=False)
    assert "HistoryError: " in ran.stderr.splitlines()[-1]
    lines = ran.stdout.split()
    with History.open(folder) as history:
        history.check()
        assert len(history.load(lines[0])) == int(lines[-1])


def test_a_history_that_another_process_holds_is_said_after_the_timeout_and_can_be_read(history, folder):
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


def test_a_newer_history_is_refused_and_not_touched(history, folder):
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


def test_a_damaged_history_is_moved_aside_whole_and_a_fresh_one_begins(folder):
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


def test_damage_anywhere_in_the_file_is_a_sentence_or_does_no_harm(folder, tmp_path):
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
