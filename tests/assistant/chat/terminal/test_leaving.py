"""The end of a chat by the system, wherever it stands and whatever its model does: at once, and nothing is left."""

import os
import select
import shutil
import signal
import sys
import time
from pathlib import Path

import pytest

QUESTION = b"ValueError: Asking to pad but the tokenizer does not have a padding token"
TRUE = "Sequences of different length should be put into one batch, and nothing says which token fills the gaps."

SERVED = f"""
import os, time
from tfhelp.models.protocol import Piece, Progress
print(os.getpid(), file=open("pids", "a"))
def writes(request, job):
    job.send(Progress("prefill", 9, 9))
    job.send(Piece({TRUE + " The "!r}))
    while True:
        job.check()
        time.sleep(0.01)
def loads(request, job):
    job.send(Progress("load", 1, 9))
    time.sleep(60)
"""

PROGRAM = """
import sys
from types import SimpleNamespace
from tfhelp.models import process
worker = '''
import sys
sys.path.insert(0, ".")
from tfhelp.models.protocol import Generate
from tfhelp.worker.loop import run
run({{Generate: ("served_here", "{does}")}}, 60)
'''
process.ModelProcess.__init__.__kwdefaults__["command"] = (sys.executable, "-c", worker)
import tfhelp.summaries.writing as writing
writing.choose_model = lambda named, folders, language: SimpleNamespace(path=named, name="tiny")
from tfhelp.cli.main import run
sys.argv[1:] = ["chat", "--model", "m"]
run()
"""
"""A chat whose model process has the real loop, and does without torch what a real one does for long."""

STUCK = """
import sys, time
from tfhelp.chat.app import ChatApp
ChatApp.leave = lambda self, code: time.sleep(60)
from tfhelp.cli.main import run
sys.argv[1:] = ["chat"]
run()
"""
"""A chat whose screen cannot be taken down."""

SHOWN = {"writes": "gaps. [1]", "loads": "loading tiny"}


def lives(pid):
    """Whether a process is there; one that only waits for somebody to notice its end is not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.fixture
def at_work(terminal, tmp_path):
    """A chat whose model is busy, and the process of the model."""
    if not Path("/proc/self/stat").exists():
        pytest.skip("processes are looked up in /proc")

    def start(does):
        (tmp_path / "served_here.py").write_text(SERVED)
        chat = terminal(sys.executable, "-c", PROGRAM.format(does=does))
        chat.shows("Enter asks")
        chat.type(QUESTION + b"\r")
        chat.shows(SHOWN[does])
        (pid,) = (tmp_path / "pids").read_text().split()
        assert lives(pid)
        return chat, pid

    return start


@pytest.mark.parametrize("does", ["writes", "loads"])
@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"])
def test_a_signal_ends_it_at_once_whatever_the_model_does(at_work, kept, tmp_path, name, does):
    chat, pid = at_work(does)
    begin = time.monotonic()
    chat.process.send_signal(getattr(signal, name))
    assert chat.ended() == 0
    assert time.monotonic() - begin < 5
    assert not lives(pid)
    assert chat.sane
    assert kept() == [QUESTION.decode()]
    if does == "writes":  # what was read of the summary, too
        assert TRUE in (tmp_path / "state" / "history.sqlite").read_bytes().decode(errors="replace")


@pytest.mark.parametrize("does", ["writes", "loads"])
def test_a_chat_that_is_killed_takes_its_model_along(at_work, does):
    chat, pid = at_work(does)
    chat.process.kill()
    end = time.monotonic() + 5
    while lives(pid):
        assert time.monotonic() < end, "the model's process is still there"
        time.sleep(0.05)


@pytest.mark.skipif(not shutil.which("timeout"), reason="needs coreutils")
def test_in_the_background_it_ends_and_leaves_the_terminal_to_whom_it_belongs(terminal):
    """``timeout`` puts what it starts into the background of its terminal, and wakes it behind its SIGTERM."""
    chat = terminal("sh", "-c", f"timeout 3 {sys.executable} -m tfhelp chat; echo code=$?")
    begin = time.monotonic()
    chat.shows("code=124")
    assert time.monotonic() - begin < 10
    assert chat.ended() == 0
    assert chat.sane


def test_a_terminal_that_does_not_tell_its_size_gets_a_chat_that_ends(terminal):
    chat = terminal("sh", "-c", f"stty rows 0 cols 0; exec {sys.executable} -m tfhelp chat")
    chat.shows("Enter asks")
    chat.type(QUESTION + b"\r")
    chat.answers()
    end, drawn = time.monotonic() + 1.5, 0
    while time.monotonic() < end:
        if select.select([chat.master], [], [], 0.1)[0]:
            drawn += len(os.read(chat.master, 65_536))
    assert drawn < 20_000, "it draws without an end"
    chat.process.send_signal(signal.SIGTERM)
    assert chat.ended() == 0
    assert chat.sane


def test_a_screen_that_cannot_be_taken_down_is_left_all_the_same(terminal, kept):
    chat = terminal(sys.executable, "-c", STUCK)
    chat.shows("Enter asks")
    chat.type(QUESTION + b"\r")
    chat.answers()
    chat.process.send_signal(signal.SIGTERM)
    assert chat.ended() == 0
    assert chat.sane
    assert kept() == [QUESTION.decode()]
