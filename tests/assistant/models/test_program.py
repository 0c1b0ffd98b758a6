"""A program with a model process that is interrupted, stopped, killed, or just ends."""

import os
import signal
import subprocess
import sys
import time

import pytest

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals")

PARENT = """
import sys
from pathlib import Path
from tfhelp.models.errors import ModelError
from tfhelp.models.log import ProcessLog
from tfhelp.models.process import Limits, ModelProcess
from tfhelp.models.protocol import Generate, Piece

def ask(text):
    with process.request(Generate(model="m", messages=(("user", text),))) as stream:
        for frame in stream:
            if isinstance(frame.message, Piece):
                print(process.pid, frame.message.text, flush=True)

script, log, silence, *texts = sys.argv[1:]
process = ModelProcess(
    "en", command=(sys.executable, "-P", script), log=ProcessLog(Path(log)), limits=Limits(silence=float(silence))
)
for text in texts:
    try:
        ask(text)
    except (KeyboardInterrupt, ModelError) as error:
        print(type(error).__name__, getattr(error, "code", ""), flush=True)
"""


@pytest.fixture
def parent(worker, shell, tmp_path):
    """Start a program that has a model process; the first line that it prints has the process's id and a reply."""
    worker()  # writes the script
    started = []

    def begin(*texts, silence=20):
        program = [
            sys.executable,
            "-c",
            PARENT,
            tmp_path / "script.py",
            tmp_path / "state" / "log",
            str(silence),
            *texts,
        ]
        process = subprocess.Popen(
            program, env=shell(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
        )
        started.append(process)
        return process, *process.stdout.readline().split()

    yield begin
    for process in started:
        process.kill()
        process.communicate()


@pytest.mark.parametrize("request_text", ["work 60", "ignore 60"])
def test_when_the_program_is_killed_no_process_stays(parent, wait, is_alive, request_text):
    program, pid, _ = parent(request_text)
    assert is_alive(int(pid))
    program.kill()
    wait(lambda: not is_alive(int(pid)))


def test_when_the_program_is_killed_the_processes_of_a_pool_end_too(parent, wait, is_alive):
    program, pid, worker_of_pool = parent("pool")
    assert is_alive(int(worker_of_pool))
    program.kill()
    wait(lambda: not is_alive(int(pid)) and not is_alive(int(worker_of_pool)))


def test_a_program_that_just_ends_takes_its_process_along(parent, wait, is_alive):
    program, pid, _ = parent("say one")
    assert program.wait(10) == 0
    assert program.stderr.read() == ""
    wait(lambda: not is_alive(int(pid)))


def test_ctrl_c_ends_the_request_and_not_the_process(parent):
    program, pid, _ = parent("work 60", "say on")
    os.killpg(program.pid, signal.SIGINT)  # as a terminal does it
    assert program.communicate(timeout=20) == (f"KeyboardInterrupt \n{pid} on\n", "")


def test_the_time_for_which_the_program_was_stopped_is_no_silence_of_its_process(parent):
    program, pid, _ = parent("work 3", "say on", silence=1.5)
    os.killpg(program.pid, signal.SIGSTOP)  # Ctrl-Z
    time.sleep(2.5)
    os.killpg(program.pid, signal.SIGCONT)
    assert program.communicate(timeout=20) == (f"{pid} on\n", "")
