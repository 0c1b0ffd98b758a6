"""Copying: a program first, then the terminal, and never a claim too much."""

import base64
import os
import time

import pytest

from tfhelp import clipboard
from tfhelp.clipboard import Copied

TEXT = "pip install -U transformers  # 升级"

pytestmark = pytest.mark.skipif(os.name != "posix", reason="the programs are made as shell scripts")


@pytest.fixture(autouse=True)
def bare(monkeypatch, tmp_path):
    """No display, no SSH, no programs but those that a test makes."""
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "SSH_CONNECTION", "TMUX"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "bin").mkdir()
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))


@pytest.fixture
def program(tmp_path):
    """A program that keeps what it is given in a file of its name; returns that file."""

    def make(name, body="/bin/cat > {kept}"):
        path = tmp_path / "bin" / name
        kept = tmp_path / f"{name}.kept"
        path.write_text("#!/bin/sh\n" + body.format(kept=kept) + "\n")
        path.chmod(0o755)
        return kept

    return make


class Terminal:
    """Takes sequences."""

    def __init__(self, works=True):
        self.written = []
        self.works = works

    def __call__(self, sequence):
        self.written.append(sequence)
        return self.works


@pytest.mark.parametrize(
    ("name", "variables"),
    [
        ("pbcopy", {}),
        ("wl-copy", {"WAYLAND_DISPLAY": "wayland-0"}),
        ("xclip", {"DISPLAY": ":0"}),
        ("xsel", {"DISPLAY": ":0"}),
        ("xclip", {"DISPLAY": "localhost:10.0", "SSH_CONNECTION": "10.0.0.1 1 10.0.0.2 22"}),
    ],
)
def test_a_program_of_the_desktop_comes_first(program, monkeypatch, name, variables):
    for variable, value in variables.items():
        monkeypatch.setenv(variable, value)
    kept, terminal = program(name), Terminal()
    assert clipboard.copy(TEXT, terminal) == Copied("tool", name)
    assert kept.read_text() == TEXT
    assert terminal.written == []


@pytest.mark.parametrize("name", ["wl-copy", "xclip", "xsel"])
def test_without_a_display_its_programs_are_not_even_started(program, name):
    kept, terminal = program(name), Terminal()
    assert clipboard.copy(TEXT, terminal) == Copied("terminal")
    assert not kept.exists()


def test_over_ssh_the_terminal_is_asked_and_not_the_other_machine(program, monkeypatch):
    monkeypatch.setenv("SSH_CONNECTION", "10.0.0.1 1 10.0.0.2 22")
    kept, terminal = program("pbcopy"), Terminal()
    assert clipboard.copy(TEXT, terminal) == Copied("terminal")
    assert clipboard.copy(TEXT, None) == Copied("no", "", "none")
    assert not kept.exists()


def test_a_program_that_fails_gives_way_to_the_next_and_then_to_the_terminal(program, monkeypatch):
    monkeypatch.setenv("DISPLAY", ":0")
    program("xclip", "exit 1")
    kept = program("xsel")
    assert clipboard.copy(TEXT, None) == Copied("tool", "xsel")
    assert kept.read_text() == TEXT
    program("xsel", "exit 1")
    assert clipboard.copy(TEXT, Terminal()) == Copied("terminal")
    assert clipboard.copy(TEXT, None) == Copied("no", "xclip", "failed")


def test_the_windows_clipboard_gets_chinese_in_its_own_encoding(program):
    kept = program("clip.exe")
    assert clipboard.copy(TEXT, None) == Copied("tool", "clip.exe")
    assert kept.read_bytes() == TEXT.encode("utf-16-le")
    clipboard.copy("pip list", None)
    assert kept.read_bytes() == b"pip list"


def test_programs_that_hang_do_not_hold_the_user_longer_than_two_seconds(program, monkeypatch):
    monkeypatch.setenv("DISPLAY", ":0")
    program("xclip", "exec /bin/sleep 30")
    program("xsel", "exec /bin/sleep 30")
    start = time.monotonic()
    assert clipboard.copy(TEXT, Terminal()) == Copied("terminal")
    assert time.monotonic() - start < 3.5


def test_a_program_that_stays_behind_to_hold_the_selection_is_not_waited_for(program, monkeypatch):
    monkeypatch.setenv("DISPLAY", ":0")
    kept = program("xclip", "/bin/cat > {kept}\n/bin/sleep 4 &\nexit 0")
    start = time.monotonic()
    assert clipboard.copy(TEXT, None) == Copied("tool", "xclip")
    assert time.monotonic() - start < 2
    assert kept.read_text() == TEXT


def test_a_large_text_goes_to_a_program_whole(program):
    kept = program("pbcopy")
    assert clipboard.copy("x" * 1_000_000, None).how == "tool"
    assert kept.stat().st_size == 1_000_000


def test_the_terminal_gets_one_well_formed_sequence():
    terminal = Terminal()
    clipboard.copy(TEXT, terminal)
    (sequence,) = terminal.written
    assert sequence.startswith("\x1b]52;c;")
    assert sequence.endswith("\x07")
    assert base64.b64decode(sequence[7:-1]).decode() == TEXT


def test_what_the_terminal_could_not_be_given_is_not_claimed():
    assert clipboard.copy(TEXT, Terminal(works=False)) == Copied("no", "", "none")
    assert clipboard.copy(TEXT, None) == Copied("no", "", "none")


def test_a_text_too_long_for_a_terminal_is_not_sent_to_it():
    terminal = Terminal()
    longest = 74_994 // 4 * 3
    assert clipboard.copy("x" * (longest + 3), terminal) == Copied("no", "", "long")
    assert terminal.written == []
    assert clipboard.copy("x" * longest, terminal).how == "terminal"


def test_inside_tmux_tmux_passes_it_on(program, monkeypatch):
    monkeypatch.setenv("TMUX", "/tmp/tmux-0/default,1,0")
    kept, terminal = program("tmux"), Terminal()
    copied = clipboard.copy(TEXT, terminal)
    assert copied == Copied("terminal", "tmux")
    assert (kept.read_text(), terminal.written) == (TEXT, [])
    program("tmux", "exit 1")  # an old one
    assert clipboard.copy(TEXT, terminal) == Copied("terminal")


def test_half_a_character_does_not_stop_it(program):
    kept = program("pbcopy")
    assert clipboard.copy("a\ud800b", None).how == "tool"
    assert kept.read_text() == "a?b"


@pytest.mark.parametrize(
    ("copied", "en", "zh"),
    [
        (Copied("tool", "xclip"), "Copied with xclip", "已用 xclip 复制"),
        (Copied("terminal"), "does not say whether it took it", "不会回报"),
        (Copied("terminal", "tmux"), "through tmux", "tmux"),
        (Copied("no"), "Not copied: no clipboard", "没有复制"),
        (Copied("no", "", "long"), "Not copied: it is too long", "没有复制：内容太长"),
        (Copied("no", "xclip", "failed"), "Not copied: xclip failed", "没有复制：xclip 出错了"),
    ],
)
def test_it_is_said_which_of_them_happened(copied, en, zh):
    assert en in clipboard.told(copied, "en")
    assert zh in clipboard.told(copied, "zh")


class Stream:
    """A terminal, or not."""

    def __init__(self, terminal=True, broken=False):
        self.terminal, self.broken, self.text = terminal, broken, ""

    def isatty(self):
        return self.terminal

    def write(self, text):
        if self.broken:
            raise OSError(5, "Input/output error")
        self.text += text

    def flush(self):
        pass


def test_only_a_terminal_that_obeys_sequences_gets_one(monkeypatch):
    monkeypatch.setenv("TERM", "xterm")
    assert clipboard.terminal_writer(Stream(terminal=False)) is None
    stream = Stream()
    write = clipboard.terminal_writer(stream)
    assert write("\x1b]52;c;eA==\x07")
    assert stream.text == "\x1b]52;c;eA==\x07"
    assert clipboard.terminal_writer(Stream(broken=True))("x") is False
    monkeypatch.setenv("TERM", "dumb")
    assert clipboard.terminal_writer(Stream()) is None


def test_ask_copies_the_command_and_says_with_what(run, program, tmp_path):
    kept = program("pbcopy")
    ran = run(
        "ask", "--copy", "Asking to pad but the tokenizer does not have a padding token", PATH=str(tmp_path / "bin")
    )
    assert ran.code == 0
    command = kept.read_text()
    assert f"Copied with pbcopy: {command}" in ran.err
