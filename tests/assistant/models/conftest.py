"""Model processes made of small scripts, and a look at what is left of them."""

import os
import sys
import textwrap
import threading
import time
from pathlib import Path

import pytest

from tfhelp.models.log import ProcessLog
from tfhelp.models.process import Limits, ModelProcess
from tfhelp.models.protocol import Generate

FAKE = """
import os, signal, sys, time
from tfhelp.models import protocol
from tfhelp.models.protocol import *

def take():
    return protocol.read(sys.stdin.buffer)

def send(number, message, payload=b""):
    protocol.write(sys.stdout.buffer, Frame(number, message, payload))

def first_time(marker={marker!r}):
    first = not os.path.exists(marker)
    with open(marker, "a") as file:
        file.write("x")
    return first

"""

REAL = """
import sys
from tfhelp.models.protocol import Encode, Generate
from tfhelp.worker.loop import run

if __name__ == "__main__":
    sys.path.insert(0, {folder!r})
    run({{Encode: ("served", "encode"), Generate: ("served", "generate")}}, float(sys.argv[1]))
"""


def alive(pid: int) -> bool:
    """Whether a process runs; one that only waits for somebody to take notice of its end does not."""
    if os.name != "posix":
        return False  # there, signal 0 is no question
    try:
        os.kill(pid, 0)
        status = Path(f"/proc/{pid}/stat")
        return not status.exists() or status.read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def wait_for(condition, seconds=10.0):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.01)


@pytest.fixture
def wait():
    return wait_for


@pytest.fixture
def is_alive():
    return alive


@pytest.fixture
def log(tmp_path):
    return ProcessLog(tmp_path / "state" / "log")


@pytest.fixture
def start(tmp_path, log):
    """Make a `ModelProcess` that runs a script; at the end none of its processes may live."""
    (tmp_path / "state").mkdir()
    made, pids, alarms = [], [], []

    def make(source, **limits):
        script = tmp_path / "script.py"
        script.write_text(source, encoding="utf-8")
        process = ModelProcess("en", limits=Limits(**limits), command=(sys.executable, "-P", str(script)), log=log)
        made.append(process)
        alarm = threading.Timer(60, process.close)  # a reply that never comes is a failure, and no endless test
        alarm.daemon = True
        alarm.start()
        alarms.append(alarm)
        real = process.request
        process.request = lambda request: (real(request), pids.append(process.pid))[0]
        return process

    yield make
    for alarm in alarms:
        alarm.cancel()
    for process in made:
        process.close()
    for pid in pids:
        assert pid is None or not alive(pid)


@pytest.fixture
def fake(start, tmp_path):
    """A process that does what the given lines say."""
    return lambda lines, **limits: start(
        FAKE.format(marker=str(tmp_path / "marker")) + textwrap.dedent(lines), **limits
    )


@pytest.fixture
def worker(start):
    """A process with the real loop, whose requests are served by ``served.py``."""
    return lambda **limits: start(REAL.format(folder=str(Path(__file__).parent)), **limits)


@pytest.fixture
def generate():
    """A request whose text is the given one."""
    return lambda text, model="m": Generate(model=model, messages=(("user", text),))
