"""``tfhelp chat --plain``: what is kept of a conversation, and what is not."""

import re

import pytest

OOM = "CUDA out of memory"
PAD = "Asking to pad but the tokenizer does not have a padding token"


def test_a_conversation_is_kept_listed_found_resumed_and_deleted(titles, chat):
    chat(f"{OOM}\n\n{PAD}\n")
    listed = chat("/history\n/history padding\n/history xyzzy\n")
    assert "1. CUDA out of memory (questions: 2" in listed.out
    assert "question 2: " in listed.out
    assert "No conversation was found." in listed.err
    resumed = chat("/history\n/resume 1\n/results\n")
    assert "Question 2: " in resumed.out
    assert titles(resumed.out) == ["TF0043"]
    started = chat("/results\n", "--resume")
    assert titles(started.out) == ["TF0043"]
    identity = re.search(r"id (\w+)\)", listed.out)[1]
    assert chat(f"/delete {identity[:6]}\n").err == "Deleted.\n"
    assert "No conversation was found." in chat("/history\n").err
    assert identity in chat(f"/resume {identity}\n").err


def test_delete_all_deletes_all(chat):
    chat(f"{OOM}\n/new\n{PAD}\n")
    ran = chat("/history\n/delete all\n/history\n")
    assert "2. " in ran.out
    assert "All conversations were deleted." in ran.err
    assert "No conversation was found." in ran.err


@pytest.mark.parametrize("way", ["option", "command", "setting"])
def test_private_keeps_nothing(chat, tmp_path, way):
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "config.toml").write_text("private = true\n" if way == "setting" else "")
    options = ("--private",) if way == "option" else ()
    first = "/private on\n" if way == "command" else ""
    assert chat(f"{first}/private\n{OOM}\n", *options).code == 0
    assert not [path for path in (tmp_path / "state").rglob("*") if OOM.encode() in path.read_bytes()]


def test_private_covers_what_is_asked_while_it_is_on(chat):
    chat(f"{OOM}\n/private on\nsecret question about {PAD}\n/private off\nhow to save a model\n")
    ran = chat("/history\n/history secret\n")
    assert "questions: 2" in ran.out
    assert "No conversation was found." in ran.err


def test_without_a_usable_history_the_chat_goes_on_in_private(titles, chat, tmp_path):
    (tmp_path / "state").write_text("a file, no folder")
    ran = chat(f"{OOM}\n\n{PAD}\n/history\n")
    assert ran.code == 0
    assert titles(ran.out) == ["TF0003", "TF0043"]
    assert ran.err.count("This conversation is not kept") == 1
    assert "Traceback" not in ran.err


def test_an_unusable_index_is_said_at_once(chat, tmp_path):
    (tmp_path / "own").mkdir()
    ran = chat(f"{OOM}\n", "--index", "own")
    assert (ran.code, ran.out, ran.err.count("\n")) == (3, "", 1)
