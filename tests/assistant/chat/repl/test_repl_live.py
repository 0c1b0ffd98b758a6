"""``tfhelp chat --plain`` with somebody at the other end: a program that waits, a pseudo-terminal."""

import contextlib
import os
import signal
import subprocess
import sys
import time

import pytest

OOM = "CUDA out of memory"
PAD = "Asking to pad but the tokenizer does not have a padding token"

CHAINED = """Traceback (most recent call last):
  File "a.py", line 1, in <module>
KeyError: 'pad'

During handling of the above exception, another exception occurred:

Traceback (most recent call last):
  File "b.py", line 2, in <module>
    tokenizer("a", padding=True)
ValueError: Asking to pad but the tokenizer does not have a padding token.
"""


# A program


def _drive(read_until, shell, tmp_path, steps):
    """Feed a pipe in steps with pauses, then end it; what stdout held after each step."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tfhelp", "chat", "--plain"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        env=shell(TFHELP_STATE=str(tmp_path / "state")), cwd=tmp_path,
    )  # fmt: skip
    return process, [_step(read_until, process, text) for text in steps]


def _step(read_until, process, text):
    process.stdin.write(text.encode())
    process.stdin.flush()
    return read_until(process.stdout.fileno(), "Where it is from")


def test_a_program_that_waits_for_each_answer_gets_it(read_until, shell, tmp_path):
    process, seen = _drive(read_until, shell, tmp_path, [CHAINED + "\n", f"{OOM}\n\n"])
    assert "TF0043: " in seen[0]
    assert "TF0003: " in seen[1]
    process.communicate(timeout=20)
    assert process.returncode == 0


@pytest.mark.skipif(os.name != "posix", reason="signals are POSIX")
def test_a_termination_leaves_the_history_whole(read_until, shell, tmp_path, chat):
    process, seen = _drive(read_until, shell, tmp_path, [f"{OOM}\n\n"])
    assert "TF0003: " in seen[0]
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=20)
    assert process.returncode == 128 + signal.SIGTERM
    assert "questions: 1" in chat("/history\n").out


# A terminal


@pytest.mark.parametrize("term", ["xterm-256color", "dumb"])
def test_a_question_is_typed_answered_and_the_chat_left(screen, term):
    chat = screen(term)
    chat.send(f"{OOM}\n")
    assert "TF0003: " in chat.until("Where it is from")
    chat.until("tfhelp> ")
    chat.send("/quit\n")
    assert chat.end() == 0


@pytest.mark.parametrize("term", ["xterm-256color", "dumb"])
@pytest.mark.parametrize("last", ["\n", "\r"])
def test_a_paste_of_many_lines_is_one_question(screen, term, last):
    chat = screen(term)
    chat.send(CHAINED.replace("\n", "\r").rstrip("\r"))  # as terminals send it, without an end behind the last line
    time.sleep(0.6)
    chat.send(last)
    assert "TF0043: " in chat.until("Where it is from")
    chat.until("tfhelp> ")
    chat.send("\x04")
    assert chat.end() == 0
    assert "TF00" not in chat.rest


def test_a_bracketed_paste_is_one_question_and_its_tabs_are_tabs(screen):
    chat = screen()
    chat.send("\x1b[200~" + CHAINED.replace("\n", "\r").replace("    ", "\t") + "\x1b[201~")
    time.sleep(0.3)
    chat.send("\r")
    assert "TF0043: " in chat.until("Where it is from")
    assert "tfhelp> " in chat.until("tfhelp> ")


@pytest.mark.parametrize("term", ["xterm-256color", "dumb"])
def test_ctrl_c_takes_a_line_back_and_twice_leaves(screen, term):
    chat = screen(term)
    chat.send("half a quest")
    chat.interrupt()
    assert "Cancelled." in chat.until("tfhelp> ")
    chat.send(f"{OOM}\n")
    assert "TF0003: " in chat.until("Where it is from")
    chat.until("tfhelp> ")
    chat.interrupt()
    chat.until("tfhelp> ")
    chat.interrupt()
    assert chat.end() == 0


def test_ctrl_d_leaves(screen):
    chat = screen()
    chat.send("\x04")
    assert chat.end() == 0


@pytest.mark.parametrize("term", ["xterm-256color", "dumb"])
def test_termination_leaves_the_terminal_as_it_was(screen, term):
    import termios

    chat = screen(term)
    chat.send("half a quest")
    time.sleep(0.3)
    chat.process.send_signal(signal.SIGTERM)
    assert chat.end() == 128 + signal.SIGTERM
    with contextlib.suppress(termios.error):
        flags = termios.tcgetattr(chat.master)[3]
        assert flags & termios.ICANON
        assert flags & termios.ECHO
    assert "Traceback" not in chat.rest
    if term != "dumb":
        assert chat.rest.rfind("\x1b[?2004l") > chat.rest.rfind("\x1b[?2004h")


def test_nothing_is_drawn_on_a_dumb_terminal(screen):
    chat = screen("dumb")
    chat.send(f"{OOM}\n")
    assert "\x1b" not in chat.until("Where it is from")


def test_the_prompt_does_not_follow_answers_into_a_file(screen, tmp_path):
    with (tmp_path / "log").open("wb") as log:
        chat = screen(redirect=log)
        chat.send(f"{OOM}\n")
        chat.until("tfhelp> ")
        chat.send("\x04")
        assert chat.end() == 0
    text = (tmp_path / "log").read_text(encoding="utf-8")
    assert text.startswith("TF0003: ")
    assert "tfhelp>" not in text


def test_what_is_typed_is_in_no_file_of_its_own(screen, tmp_path):
    chat = screen()
    chat.send("/private on\n")
    chat.until("tfhelp> ")
    chat.send(f"{OOM} xyzzy\n")
    chat.until("Where it is from")
    chat.until("tfhelp> ")
    chat.send("\x04")
    assert chat.end() == 0
    assert not [path for path in tmp_path.rglob("*") if path.is_file() and b"xyzzy" in path.read_bytes()]
