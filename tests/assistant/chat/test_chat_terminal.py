"""The chat in a real terminal: a pty, a process of its own, and a screen that is read as a person would."""

import os
import re
import select
import shutil
import signal
import sqlite3
import struct
import subprocess
import sys
import time

import pytest

if os.name != "posix":
    pytest.skip("needs a pty", allow_module_level=True)

import fcntl
import pty
import termios

from rich.cells import cell_len

PATIENCE = 20.0
TITLE = "Asking to pad but the tokenizer"
QUESTION = b"ValueError: Asking to pad but the tokenizer does not have a padding token"
SEQUENCE = re.compile(
    r"\x1b\[([?<>=]?)([\d;]*)([ -/]*)([@-~])|\x1b[\]P_^X][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[ -/]*[0-~]"
)


class Screen:
    """What a terminal shows: of the sequences, those that move, wipe or switch the screen."""

    def __init__(self, columns, lines):
        self.columns, self.lines, self.rest = columns, lines, ""
        self.wipe()

    def wipe(self):
        self.cells = [[" "] * self.columns for _ in range(self.lines)]
        self.x = self.y = 0

    def resize(self, columns, lines):
        self.columns, self.lines = columns, lines
        self.wipe()

    @property
    def text(self):
        return "\n".join("".join(row).rstrip() for row in self.cells)

    def feed(self, data):
        text, at = self.rest + data.decode("utf-8", errors="replace"), 0
        self.rest = ""
        while at < len(text):
            if text[at] == "\x1b":
                found = SEQUENCE.match(text, at)
                if found is None:  # it goes on in the next piece
                    self.rest = text[at:]
                    return
                self.obey(found[1], found[2], found[4])
                at = found.end()
                continue
            self.put(text[at])
            at += 1

    def obey(self, private, numbers, final):
        values = [int(number) for number in (numbers or "").split(";") if number]
        if final == "H":
            self.y, self.x = (values[0] if values else 1) - 1, (values[1] if len(values) > 1 else 1) - 1
        elif final == "J" and values[:1] in ([2], []):
            self.cells = [[" "] * self.columns for _ in range(self.lines)]
        elif final and final in "hl" and private == "?" and 1049 in values:
            self.wipe()

    def put(self, letter):
        if letter == "\r":
            self.x = 0
        elif letter == "\n":
            self.y = min(self.y + 1, self.lines - 1)
        elif letter >= " ":
            width = cell_len(letter)
            if 0 <= self.y < self.lines and self.x + width <= self.columns:
                self.cells[self.y][self.x : self.x + width] = [letter] + [""] * (width - 1)
            self.x += width


class Terminal:
    """A pty with a process in it."""

    def __init__(self, command, variables, folder, columns=80, lines=24):
        self.master, self.slave = pty.openpty()
        self.screen = Screen(columns, lines)
        self.size(columns, lines)
        self.before = termios.tcgetattr(self.slave)

        def controlling():
            fcntl.ioctl(0, termios.TIOCSCTTY, 0)

        self.process = subprocess.Popen(
            command, stdin=self.slave, stdout=self.slave, stderr=self.slave, cwd=folder,
            env=variables, start_new_session=True, preexec_fn=controlling,
        )  # fmt: skip

    def size(self, columns, lines):
        fcntl.ioctl(self.slave, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))

    def read(self, seconds=0.05):
        """Take in what came within some time."""
        ready, _, _ = select.select([self.master], [], [], seconds)
        if ready:
            try:
                self.screen.feed(os.read(self.master, 65_536))
            except OSError:  # nobody holds the other side any more
                return

    def until(self, true, what):
        end = time.monotonic() + PATIENCE
        while not true():
            assert time.monotonic() < end, f"{what} did not come:\n{self.screen.text}"
            self.read()

    def shows(self, words):
        self.until(lambda: words in self.screen.text, words)

    def type(self, data):
        os.write(self.master, data)

    def ended(self):
        """The exit code."""
        self.until(lambda: self.process.poll() is not None, "the end")
        return self.process.returncode

    @property
    def sane(self):
        """Whether the terminal echoes and edits lines as it did before."""
        now, wanted = termios.tcgetattr(self.slave)[3], termios.ECHO | termios.ICANON | termios.ISIG
        return now & wanted == self.before[3] & wanted == wanted

    def close(self):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        for end in (self.master, self.slave):
            if end is not None:
                os.close(end)


@pytest.fixture
def variables(shell, tmp_path):
    coded = {
        "TERM": "xterm-256color",
        "TFHELP_STATE": str(tmp_path / "state"),
        "TFHELP_CONFIG": str(tmp_path / "config"),
    }
    return shell(**coded, LANG="C.UTF-8")


@pytest.fixture
def terminal(variables, tmp_path):
    """Starts programs in terminals; the chat where none is named."""
    opened = []

    def start(*command, **options):
        opened.append(Terminal(command or (sys.executable, "-m", "tfhelp"), variables, tmp_path, **options))
        return opened[-1]

    yield start
    for one in opened:
        one.close()


@pytest.fixture
def asked(terminal):
    """A chat that has answered a question."""
    chat = terminal()
    chat.shows("Enter asks")
    chat.type(QUESTION + b"\r")
    chat.shows("TF")
    chat.until(lambda: "sure (" in chat.screen.text or "likely (" in chat.screen.text, "an answer")
    return chat


def kept(tmp_path):
    connection = sqlite3.connect(tmp_path / "state" / "history.sqlite")
    try:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        return [text for (text,) in connection.execute("SELECT text FROM turns")]
    finally:
        connection.close()


def test_a_question_is_typed_read_and_left_as_a_person_does(asked, tmp_path):
    assert TITLE in asked.screen.text
    assert "padding token" in asked.screen.text.splitlines()[0]
    asked.type(b"\x11")
    assert asked.ended() == 0
    assert asked.sane
    assert kept(tmp_path) == [QUESTION.decode()]


def test_a_bracketed_paste_is_one_question(terminal, tmp_path):
    chat = terminal()
    chat.shows("Enter asks")
    lines = b"\r".join(
        [b"Traceback (most recent call last):", *(b'  File "a.py", line 1' for _ in range(298)), QUESTION]
    )
    chat.type(b"\x1b[200~" + lines + b"\x1b[201~")
    chat.shows("[traceback, 300 lines]")
    chat.type(b"\r")
    chat.until(lambda: "sure (" in chat.screen.text or "likely (" in chat.screen.text, "an answer")
    chat.type(b"\x11")
    assert chat.ended() == 0
    assert len(kept(tmp_path)) == 1


@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"])
def test_a_signal_ends_it_with_a_sane_terminal_and_a_whole_history(asked, tmp_path, name):
    asked.process.send_signal(getattr(signal, name))
    asked.ended()
    assert asked.sane
    assert kept(tmp_path) == [QUESTION.decode()]


def test_a_closed_terminal_ends_it_with_a_whole_history(asked, tmp_path):
    os.close(asked.slave)
    os.close(asked.master)
    asked.master = asked.slave = None
    asked.process.wait(timeout=PATIENCE)
    assert kept(tmp_path) == [QUESTION.decode()]


def test_another_size_is_drawn_anew(asked):
    asked.screen.resize(120, 30)
    asked.size(120, 30)
    os.killpg(asked.process.pid, signal.SIGWINCH)
    asked.until(lambda: "─" * 110 in asked.screen.text and TITLE in asked.screen.text, "the larger screen")
    asked.screen.resize(60, 15)
    asked.size(60, 15)
    os.killpg(asked.process.pid, signal.SIGWINCH)
    asked.until(lambda: TITLE in asked.screen.text and "^p" in asked.screen.text, "the smaller screen")


@pytest.mark.skipif(not shutil.which("bash"), reason="needs a shell with job control")
@pytest.mark.parametrize("how", ["key", "signal"])
def test_ctrl_z_suspends_and_fg_brings_everything_back(terminal, how):
    shell = terminal("bash", "--norc", "--noprofile", "-i")
    shell.type(b"PS1='ready> '\n")
    shell.shows("ready>")
    shell.type(f"{sys.executable} -m tfhelp & fg\n".encode())
    shell.shows("Enter asks")
    shell.type(QUESTION + b"\r")
    shell.until(lambda: "sure (" in shell.screen.text or "likely (" in shell.screen.text, "an answer")
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
    shell.until(lambda: TITLE in shell.screen.text and "^p" in shell.screen.text, "the chat")
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
