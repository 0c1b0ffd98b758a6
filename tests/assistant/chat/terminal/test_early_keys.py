"""What is typed before the chat is there, and keys that come faster than they are seen to."""

import pytest
from textual.events import Key, Paste

from tfhelp.chat.early import in_lines

QUESTION = b"ValueError: Asking to pad but the tokenizer does not have a padding token"


def typed(text):
    names = {"\n": "ctrl+j", "\r": "enter", "\x7f": "backspace", "\t": "tab"}
    return [Key(names.get(letter, letter), letter) for letter in text]


def meant(text):
    return [("paste", event.text) if isinstance(event, Paste) else event.key for event in in_lines(typed(text))]


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("ab", ["a", "b"]),
        ("ab\n", ["a", "b", "enter"]),
        ("ab\r", ["a", "b", "enter"]),
        ("\nab", ["a", "b"]),
        ("ab\x7fc\n", ["a", "b", "backspace", "c", "enter"]),
        ("a\nb", [("paste", "a\nb")]),
        ("a\n\tb\n\n", [("paste", "a\n\tb"), "enter"]),
        ("", []),
    ],
)
def test_a_line_end_is_enter_and_several_lines_are_a_paste(text, keys):
    assert meant(text) == keys


def test_pastes_keep_their_place_among_early_keys():
    early = [*typed("a"), Paste("b\nc"), *typed("d\n")]
    assert [getattr(event, "key", None) or event.text for event in in_lines(early)] == ["a", "b\nc", "d", "enter"]


@pytest.mark.parametrize("mode", ["lines", "keys"])
def test_a_question_that_is_typed_at_once_is_asked_whole(terminal, kept, mode):
    chat = terminal(echo=mode == "lines")
    chat.type(QUESTION + b"\r")
    chat.answers()
    chat.type(b"\x11")
    assert chat.ended() == 0
    assert kept() == [QUESTION.decode()]


def test_lines_that_are_pasted_at_once_are_one_question(terminal, kept):
    chat = terminal()
    chat.type(b'Traceback (most recent call last):\r  File "a.py", line 1\r' + QUESTION + b"\r")
    chat.answers()
    chat.type(b"\x11")
    assert chat.ended() == 0
    assert len(kept()) == 1
    assert kept()[0].endswith(QUESTION.decode())


def test_keys_that_are_typed_at_once_do_what_they_do_in_order(terminal, kept):
    chat = terminal(echo=False)
    chat.type(b"x" + QUESTION + b"zz\x7f\x7f\x1b[H\x1b[3~\r")  # from behind: two letters; from the start: one
    chat.answers()
    chat.type(b"\x11")
    assert chat.ended() == 0
    assert kept() == [QUESTION.decode()]


def test_keys_that_come_in_one_piece_do_what_they_do_in_order(terminal, kept):
    chat = terminal()
    chat.shows("Enter asks")
    chat.type(b"ab\x7f\x7f" + QUESTION[:5] + b"z\x7f\x1b[200~" + QUESTION[5:] + b"\x1b[201~\r")
    chat.answers()
    chat.type(b"\x11")
    assert chat.ended() == 0
    assert kept() == [QUESTION.decode()]
