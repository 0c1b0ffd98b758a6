"""The chat in a real terminal: a pty, a process of its own, and a screen that is read as a person would."""

import os
import re
import select
import sqlite3
import struct
import subprocess
import sys
import time

import pytest
from rich.cells import cell_len

if os.name == "posix":
    import fcntl
    import pty
    import termios
else:
    collect_ignore_glob = ["test_*.py"]

PATIENCE = 20.0
QUESTION = b"ValueError: Asking to pad but the tokenizer does not have a padding token"
SEQUENCE = re.compile(
    r"\x1b\[([?<>=]?)([\d;]*)([ -/]*)([@-~])|\x1b[\]P_^X][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[ -/]*[0-~]"
)


class Screen:
    """What a terminal shows: of the sequences, those that move, wipe or switch the screen."""

    def __init__(self, columns, lines):
        self.columns, self.lines, self.rest = columns, lines, ""
        self.colors = set()
        """Numbers of the 256 colours that were used."""
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
        elif final == "m":
            marks = [
                mark for mark in zip(values, values[1:], values[2:], strict=False) if mark[:2] in ((38, 5), (48, 5))
            ]
            self.colors.update(mark[2] for mark in marks)
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

    def __init__(self, command, variables, folder, columns=80, lines=24, echo=True):
        self.master, self.slave = pty.openpty()
        mode = termios.tcgetattr(self.slave)
        if not echo:  # each key at once, as it is typed
            mode[0] &= ~termios.ICRNL
            mode[3] &= ~(termios.ECHO | termios.ICANON)
            termios.tcsetattr(self.slave, termios.TCSANOW, mode)
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

    def answers(self):
        self.until(lambda: "sure (" in self.screen.text or "likely (" in self.screen.text, "an answer")

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
    chat.answers()
    return chat


@pytest.fixture
def kept(tmp_path):
    """The texts of a history, in order; it must be whole."""

    def read():
        connection = sqlite3.connect(tmp_path / "state" / "history.sqlite")
        try:
            assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            return [text for (text,) in connection.execute("SELECT text FROM turns")]
        finally:
            connection.close()

    return read
