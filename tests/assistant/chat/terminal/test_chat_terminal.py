"""A life in a terminal: typed, read, suspended, resized, ended by whatever ends it."""

import os
import shutil
import signal
import subprocess
import sys
import time

import pytest

PATIENCE = 20.0
TITLE = "Asking to pad but the tokenizer"
QUESTION = b"ValueError: Asking to pad but the tokenizer does not have a padding token"


def test_a_question_is_typed_read_and_left_as_a_person_does(asked, kept):
    assert TITLE in asked.screen.text
    assert "padding token" in asked.screen.text.splitlines()[0]
    asked.type(b"\x11")
    assert asked.ended() == 0
    assert asked.sane
    assert kept() == [QUESTION.decode()]


def test_a_bracketed_paste_is_one_question(terminal, kept):
    chat = terminal()
    chat.shows("Enter asks")
    lines = b"\r".join(
        [b"Traceback (most recent call last):", *(b'  File "a.py", line 1' for _ in range(298)), QUESTION]
    )
    chat.type(b"\x1b[200~" + lines + b"\x1b[201~")
    chat.shows("[traceback, 300 lines]")
    chat.type(b"\r")
    chat.answers()
    chat.type(b"\x11")
    assert chat.ended() == 0
    assert len(kept()) == 1


@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"])
def test_a_signal_ends_it_with_a_sane_terminal_and_a_whole_history(asked, kept, name):
    asked.process.send_signal(getattr(signal, name))
    asked.ended()
    assert asked.sane
    assert kept() == [QUESTION.decode()]


def test_a_closed_terminal_ends_it_with_a_whole_history(asked, kept):
    os.close(asked.slave)
    os.close(asked.master)
    asked.master = asked.slave = None
    asked.process.wait(timeout=PATIENCE)
    assert kept() == [QUESTION.decode()]


def test_another_size_is_drawn_anew(asked):
    asked.screen.resize(120, 30)
    asked.size(120, 30)
    os.killpg(asked.process.pid, signal.SIGWINCH)
    asked.until(lambda: "─" * 110 in asked.screen.text and TITLE in asked.screen.text, "the larger screen")
    asked.screen.resize(60, 15)
    asked.size(60, 15)
    os.killpg(asked.process.pid, signal.SIGWINCH)
    asked.until(lambda: TITLE in asked.screen.text and "^q" in asked.screen.text, "the smaller screen")


@pytest.mark.skipif(not shutil.which("bash"), reason="needs a shell with job control")
@pytest.mark.parametrize("how", ["key", "signal"])
def test_ctrl_z_suspends_and_fg_brings_everything_back(terminal, how):
    shell = terminal("bash", "--norc", "--noprofile", "-i")
    shell.type(b"PS1='ready> '\n")
    shell.shows("ready>")
    shell.type(f"{sys.executable} -m tfhelp & fg\n".encode())
    shell.shows("Enter asks")
    shell.type(QUESTION + b"\r")
    shell.answers()
    if how == "key":
        shell.type(b"\x1a")
    else:
        os.kill(child_of(shell.process.pid), signal.SIGTSTP)
    shell.shows("Stopped")
    shell.type(
        b"stty -a\n"
    )  # the shell's own line editor changes the modes back and forth; its programs get them whole
    shell.until(lambda: " icanon" in shell.screen.text and " echo " in shell.screen.text, "a sane terminal")
    shell.type(b"fg\n")
    shell.until(lambda: TITLE in shell.screen.text and "^q" in shell.screen.text, "the chat")
    shell.type(b"\x11")
    shell.until(lambda: TITLE not in shell.screen.text and "ready>" in shell.screen.text, "the shell")
    shell.type(b"echo code=$?\n")
    shell.shows("code=0")


def child_of(pid):
    """The process that the shell started."""
    found = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True, check=False
    ).stdout
    if not found.split():
        pytest.skip("ps cannot tell")
    return int(found.split()[-1])


@pytest.mark.parametrize("term", ["dumb", "vt100", "unknown-terminal"])
def test_other_terminals_get_the_conversation_too(terminal, variables, term):
    variables["TERM"] = term
    chat = terminal()
    time.sleep(0.2)
    chat.until(lambda: len(chat.screen.text.strip()) > 20, "a greeting")
    chat.type(b"\x11" if term != "dumb" else b"/quit\n")
    assert chat.ended() == 0
    assert chat.sane
