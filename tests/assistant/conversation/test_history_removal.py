"""What is removed from the history is gone; threads, processes and machines that share it."""

import os
import signal
import threading

import pytest

from tfhelp.conversation import full_text, history_file, volume
from tfhelp.conversation.history import History, HistoryError

# Removing


@pytest.mark.parametrize("fts5", [True, False], ids=["fts5", "without fts5"])
@pytest.mark.parametrize("whole", [True, False], ids=["clear", "delete"])
def test_what_is_removed_is_in_no_file_any_more(folder, monkeypatch, whole, fts5, keep, bytes_of):
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


def test_sqlite_overwrites_what_it_deletes(history):
    assert history._connection.execute("PRAGMA secure_delete").fetchone() == (1,)


@pytest.mark.parametrize("method", ["load", "delete"])
def test_a_conversation_that_does_not_exist_is_named(history, method):
    with pytest.raises(HistoryError, match="abc123") as caught:
        getattr(history, method)("abc123")
    assert caught.value.trouble == "unknown"


def test_a_turn_of_a_deleted_conversation_begins_it_anew(history, turn, keep):
    conversation = keep(history, "one")
    history.delete(conversation)
    history.add(conversation, turn(2, "two"))
    assert [(kept.id, kept.title, kept.turns) for kept in history.conversations()] == [(conversation, "two", 1)]


def test_ids_are_found_by_their_beginning(history, keep):
    ids = sorted(keep(history, "x") for _ in range(3))
    assert history.find(ids[1]) == [ids[1]]
    assert history.find("") == ids
    assert history.find("%") == []


# Threads and processes


def test_threads_may_share_it(history, turn):
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


def test_two_chats_may_make_the_history_at_the_same_moment(tmp_path):
    errors = []

    def work(folder, barrier):
        barrier.wait()
        try:
            History.open(folder).close()
        except HistoryError as error:
            errors.append(error)

    for number in range(40):
        barrier = threading.Barrier(4)
        threads = [threading.Thread(target=work, args=(tmp_path / str(number), barrier)) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert errors == []


def test_two_processes_write_at_once_and_lose_nothing(folder, writer):
    processes = [writer(40) for _ in range(2)]
    printed = [process.communicate(timeout=60)[0].split() for process in processes]
    assert [process.returncode for process in processes] == [0, 0]
    with History.open(folder) as history:
        assert [len(history.load(lines[0])) for lines in printed] == [40, 40]
        history.check()


def test_a_killed_process_leaves_a_whole_history(folder, writer, keep):
    with writer(10**9) as process:
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


@pytest.mark.parametrize(
    ("mounts", "shared"),
    [
        ("", False),
        ("/dev/sda / ext4 rw 0 0\n", False),
        ("/dev/sda / ext4 rw 0 0\nserver:/home {folder} nfs4 rw 0 0\n", True),
        ("server:/home {folder} nfs rw 0 0\n/dev/sda / ext4 rw 0 0\n", True),
        ("server:/ / nfs rw 0 0\n/dev/sda {folder} xfs rw 0 0\n", False),
        ("server:/ {folder}x nfs rw 0 0\n", False),
        ("/x {escaped} lustre rw 0 0\n", True),
        ("me@host:/ {folder} fuse.sshfs rw 0 0\n", True),
        ("broken line\n\n", False),
    ],
)
def test_a_folder_that_other_machines_use_is_known_by_its_mount(tmp_path, mounts, shared):
    folder, table = tmp_path / "home folder", tmp_path / "mounts"
    folder.mkdir()
    escaped = str(folder).replace(" ", "\\040")
    table.write_text(mounts.format(folder=escaped, escaped=escaped))
    assert volume.is_shared(folder, table) is shared
    assert volume.is_shared(folder, tmp_path / "missing") is False


def test_where_other_machines_write_there_is_no_shared_memory(folder, shell, monkeypatch, keep, bytes_of):
    with History.open(folder) as history:
        keep(history, "one")
    monkeypatch.setattr(history_file, "is_shared", lambda _: True)
    with History.open(folder, timeout_s=0.2) as history, History.open(folder, timeout_s=0.2) as other:
        keep(history, "two")
        keep(other, "zebrafish")
        assert [path.name for path in folder.iterdir()] == ["history.sqlite"]
        other.delete(history.conversations()[0].id)
        assert b"zebrafish" not in bytes_of(folder)
        assert [kept.title for kept in history.conversations()] == ["two", "one"]
