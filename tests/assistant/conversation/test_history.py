"""The history: what is kept of a conversation, and how it is found again."""

import os
import stat
from dataclasses import replace

import pytest

from tfhelp.conversation import full_text, kept_text
from tfhelp.conversation.history import History

PAD = "ValueError: Asking to pad but the tokenizer does not have a padding token."


# What is kept


def test_a_turn_comes_back_as_it_was_but_for_its_answer(history, folder, make_answer, turn):
    kept = turn(
        2, "还是不行", question=f"{PAD}\n还是不行", exclude=("TF0043",), relation="failed", refines=1,
        language="zh", codes=(), confident=False,
    )  # fmt: skip
    conversation = history.start()
    history.add(conversation, turn(1))
    history.add(conversation, replace(kept, answer=make_answer()))
    with History.open(folder) as other:
        assert other.load(conversation) == [turn(1), kept]


def test_nothing_is_written_before_the_first_turn(history):
    assert history.start() != history.start()
    assert history.conversations() == []


def test_conversations_are_listed_by_their_last_turn_newest_first(history, turn, keep):
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
        (f'please help\nTraceback (most recent call last):\n  File "a.py", line 1, in <module>\n{PAD}', PAD),
        ("显存" * 50, "显存" * 19 + "显…"),
        ("x" * 200, "x" * 79 + "…"),
    ],
)
def test_a_title_is_the_root_error_or_the_first_line_in_80_columns(history, text, title, keep):
    keep(history, text)
    assert history.conversations()[0].title == title


def test_secrets_reach_neither_texts_nor_titles_nor_the_index(history, folder, keep, bytes_of):
    keep(history, "login('hf_AbCdEfGhIjKlMnOpQrStUvWx') in /home/alice/x.py", "https://me:pa55word@proxy:8080")
    history.close()
    stored = bytes_of(folder).lower()
    assert b"login" in stored
    assert not [word for word in (b"abcdefgh", b"alice", b"pa55word") if word in stored]


def test_control_characters_and_half_characters_are_not_stored(history, keep):
    conversation = keep(history, "a\x1b[31mred\x1b[0m \ud800 b\x00c")
    assert history.load(conversation)[0].plan.text == "ared \ufffd bc"


def test_a_huge_paste_is_kept_as_its_beginning_and_its_end(history, keep):
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


@pytest.mark.parametrize("inside", [10, 20, 30])
def test_a_secret_before_nothing_but_progress_bars_is_not_kept_in_halves(inside):
    bars = "\n100%|███ | 1/1 [00:01<00:02, 3.1it/s]" * 5_000
    end = (" y" * 4_000 + bars + "\n" * 200_000)[: 200_000 - inside]
    assert "Q7Q7" not in kept_text.kept_text(f"{'x ' * 10_000}hf_{'Q7' * 17}{end}")


@pytest.mark.parametrize("text", [PAD, "x" * 30_000, "line\n" * 50_000, "hf_AbCdEfGhIjKl /home/a/b " * 9_000])
def test_what_is_kept_of_a_kept_text_is_the_same(text):
    kept = kept_text.kept_text(text)
    assert len(kept) <= kept_text.MAX_TEXT_CHARS
    assert kept_text.kept_text(kept) == kept


def test_the_same_turn_is_kept_once(history, turn, keep):
    conversation = keep(history, "one")
    history.add(conversation, turn(1, "one"))
    assert [kept.plan.text for kept in history.load(conversation)] == ["one"]


def test_two_chats_that_go_on_with_one_conversation_lose_nothing(history, folder, turn, keep):
    conversation = keep(history, "one")
    with History.open(folder) as other:
        other.add(conversation, turn(2, "theirs"))
    history.add(conversation, turn(2, "ours"))
    assert [(kept.number, kept.plan.text) for kept in history.load(conversation)] == [
        (1, "one"),
        (2, "theirs"),
        (3, "ours"),
    ]


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX")
def test_folder_and_files_are_for_the_user_only(history, folder, keep):
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
def test_turns_that_hold_all_words_are_found_newest_first(searchable, words, found, keep):
    keep(searchable, PAD, "训练时显存不足，怎么办", "my_gpt2_lora_model at 100% of 'quotes\" AND (")
    assert [hit.number for hit in searchable.search(words)] == found


@pytest.mark.parametrize(
    "words", ['"', "'", "AND", "NOT x", "a OR", "(", "*", "-x", "col:x", "\\", "%", "_", "x\x00y", "^a"]
)
def test_no_search_is_a_syntax_error(searchable, words, keep):
    keep(searchable, "a question")
    assert [hit.number for hit in searchable.search(words)] in ([], [1])


def test_other_forms_of_a_word_and_traditional_characters_are_found(history, keep):
    keep(history, "training crashed on two graphics cards", "显存不足")
    assert [hit.number for hit in history.search("train crashes card")] == [1]
    assert [hit.number for hit in history.search("顯存不足")] == [2]


def test_a_hit_says_where_it_is_and_shows_the_line(history, keep):
    conversation = keep(history, "first question", "one\n" + "before " * 40 + "needle" + " after" * 40)
    (hit,) = history.search("needle")
    assert (hit.conversation, hit.number, hit.title) == (conversation, 2, "first question")
    assert "needle" in hit.snippet
    assert len(hit.snippet) <= kept_text.MAX_SNIPPET_CHARS + 2
    assert "\n" not in hit.snippet


def test_hits_are_limited(history, keep):
    keep(history, *["same words"] * 9)
    assert [hit.number for hit in history.search("same", limit=2)] == [9, 8]


def test_turns_kept_without_fts5_are_found_once_it_exists(folder, monkeypatch, keep):
    with History.open(folder) as with_it:
        keep(with_it, "zebra")
    with monkeypatch.context() as patch:
        patch.setattr(full_text, "has_fts5", lambda _: False)
        with History.open(folder) as without:
            keep(without, "giraffe")
    with History.open(folder) as again:
        assert [len(again.search(word)) for word in ("zebra", "giraffe")] == [1, 1]
