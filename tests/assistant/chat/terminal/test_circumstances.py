"""What may happen around a chat: signals in the wrong moment, tiny windows, a neighbour, a folder that takes nothing."""

import os
import signal
import sys
import termios

import pytest

QUESTION = b"ValueError: Asking to pad but the tokenizer does not have a padding token"
GREYS = {16, 59, 102, 145, 188, 231, *range(232, 256)}
"""Of the 256 colours."""


@pytest.mark.parametrize(("name", "code"), [("SIGTERM", 0), ("SIGHUP", 0), ("SIGINT", 130)])
def test_a_signal_while_the_screen_is_put_together_ends_it_quietly(terminal, name, code):
    chat = terminal()
    chat.until(lambda: not termios.tcgetattr(chat.slave)[3] & termios.ECHO, "the chat's hold on the terminal")
    chat.process.send_signal(getattr(signal, name))
    assert chat.ended() == code
    chat.read()
    assert chat.sane
    assert not chat.screen.text.strip()


def test_a_window_may_shrink_to_nothing_while_a_question_runs(terminal, kept):
    chat = terminal()
    chat.shows("Enter asks")
    chat.type(QUESTION + b"\r")
    for columns, lines in ((20, 5), (1, 1), (80, 24)):
        chat.screen.resize(columns, lines)
        chat.size(columns, lines)
        os.killpg(chat.process.pid, signal.SIGWINCH)
        chat.until(lambda: chat.screen.text.strip(), "something")
    chat.answers()
    chat.type(b"\x11")
    assert chat.ended() == 0
    assert kept() == [QUESTION.decode()]


def test_two_chats_write_one_history(terminal, kept):
    chats = [terminal(), terminal()]
    for chat in chats:
        chat.shows("Enter asks")
    for number in range(1, 4):
        for name, chat in zip("ab", chats, strict=True):
            chat.type(f"CUDA out of memory {name}{number}\r".encode())
        for name, chat in zip("ab", chats, strict=True):
            chat.shows(f"{number}. CUDA out of memory {name}{number}")
    for chat in chats:
        chat.type(b"\x11")
        assert chat.ended() == 0
    assert sorted(kept()) == [f"CUDA out of memory {name}{number}" for name in "ab" for number in (1, 2, 3)]


def test_questions_in_quick_succession_are_kept_once_each(terminal, kept):
    chat = terminal()
    chat.shows("Enter asks")
    texts = [f"CUDA out of memory {number}" for number in range(6)]
    chat.type("".join(f"{text}\r" for text in texts).encode())
    chat.shows("6. CUDA out of memory 5")
    chat.type(b"\x11")
    assert chat.ended() == 0
    assert kept() == texts


def test_a_folder_that_takes_nothing_is_named_and_the_answer_is_given(terminal, variables, tmp_path):
    (tmp_path / "file").write_text("")
    variables["TFHELP_STATE"] = str(tmp_path / "file" / "state")
    chat = terminal()
    chat.type(QUESTION + b"\r")
    chat.shows("is not kept")
    chat.answers()
    chat.type(b"\x11")
    assert chat.ended() == 0
    assert chat.sane


@pytest.mark.parametrize("wanted", [True, False])
def test_a_chat_without_colours_is_grey(terminal, variables, wanted):
    variables.update({} if wanted else {"NO_COLOR": "1"})
    chat = terminal()
    chat.type(QUESTION + b"\r")
    chat.answers()
    chat.type(b"\x11")
    assert chat.ended() == 0
    assert (chat.screen.colors <= GREYS) != wanted


@pytest.mark.parametrize(
    ("ending", "words", "code"), [("| cat", "usage:", 0), ("<&-", "needs a terminal", 2), ("</dev/null", "ask", 2)]
)
def test_what_is_no_conversation_says_what_to_do(terminal, ending, words, code):
    chat = terminal("sh", "-c", f"set -e; {sys.executable} -m tfhelp {ending}", columns=200)
    assert chat.ended() == code
    chat.shows(words)
    assert "Traceback" not in chat.screen.text
    assert chat.sane
