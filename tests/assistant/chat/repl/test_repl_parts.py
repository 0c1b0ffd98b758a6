"""Parts of ``tfhelp chat --plain``: what is a command, how lines are read, what is loaded."""

import io
import os
from pathlib import Path

import pytest

from tfhelp.repl import commands, lines


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("/help", "help"),
        ("/Help ", "help"),
        ("/q", "quit"),
        ("/open 2", "open"),
        (" /help", None),
        ("/help\nme", None),
        ("/usr/bin/help", None),
        ("/", None),
        ("/ help", None),
        ("//", None),
        ("help", None),
    ],
)
def test_what_is_a_command(text, name):
    assert commands.named(text) == name


def test_a_block_keeps_head_and_tail_of_what_is_too_long():
    block = lines.Block()
    block.add("head")
    for number in range(60_000):
        block.add(f"line {number:06} " + "x" * 88)
    block.add("the error")
    assert len(block.text) < lines.MAX_CHARACTERS + lines.HEAD_CHARACTERS + 200
    assert block.text.startswith("head\n")
    assert block.text.endswith("\nthe error")


def test_a_pipe_gives_lines_of_any_length_and_encoding():
    reading, writing = os.pipe()
    with io.FileIO(reading):
        os.write(writing, b"a" * 60_000 + b"\r\n" + "显存".encode() + b"\n\nlast")
        os.close(writing)
        piped = lines.Piped(reading)
        assert piped.read(lambda line: False) == "a" * 60_000 + "\n显存"
        assert piped.read(lambda line: False) == "last"
        assert piped.read(lambda line: False) is None


def test_the_line_by_line_chat_does_not_load_textual(run):
    program = "import sys, tfhelp.repl; print([m for m in sys.modules if m.split('.')[0] in ('textual', 'rich')])"
    assert run(program=program).out == "[]\n"


def test_files_of_the_package_stay_small():
    for path in Path(lines.__file__).parent.glob("*.py"):
        assert path.read_text(encoding="utf-8").count("\n") <= 300
