"""The chat line by line, through a pipe."""

import os
import re
import select
import subprocess
import sys
import time

import pytest


@pytest.fixture
def chat(run, tmp_path):
    """Feed the chat through a pipe."""
    folders = {"TFHELP_STATE": str(tmp_path / "state"), "TFHELP_CONFIG": str(tmp_path / "config"), "PATH": ""}
    return lambda text, *options, **variables: run(
        "chat", "--plain", *options, stdin=text, **{**folders, **variables}
    )


@pytest.fixture
def titles():
    """Codes that begin an answer or a document."""

    def found(out):
        pairs = zip(["", *out.splitlines()], out.splitlines(), strict=False)
        return [line[:6] for before, line in pairs if re.match(r"TF\d{4}: ", line) and not before]

    return found


def until(descriptor, words, seconds=20):
    """What a descriptor gives up to and with these words."""
    data, end = b"", time.monotonic() + seconds
    while words not in data.decode(errors="replace") and time.monotonic() < end:
        if select.select([descriptor], [], [], 0.2)[0]:
            try:
                chunk = os.read(descriptor, 65536)
            except OSError:
                break
            if not chunk:
                break
            data += chunk
    return data.decode(errors="replace").replace("\r\n", "\n")


@pytest.fixture
def read_until():
    """Reads from a descriptor."""
    return until


class Screen:
    """The chat on a pseudo-terminal."""

    def __init__(self, environment, folder, *, redirect=None, program=None, options=()):
        import pty

        self.ahead = ""
        self.master, slave = pty.openpty()
        out = redirect or slave
        self.process = subprocess.Popen(
            [sys.executable, *(("-c", program) if program else ("-m", "tfhelp")), "chat", "--plain", *options],
            stdin=slave, stdout=out, stderr=slave, env=environment, cwd=folder, start_new_session=True,
            preexec_fn=_take_terminal,
        )  # fmt: skip
        os.close(slave)

    def send(self, text):
        os.write(self.master, text.encode())

    def until(self, words, seconds=20):
        """What the screen got up to and with these words; what came after them is for the next call."""
        seen = self.ahead if words in self.ahead else self.ahead + until(self.master, words, seconds)
        at = seen.find(words) + len(words) if words in seen else len(seen)
        self.ahead = seen[at:]
        return seen[:at]

    def interrupt(self):
        time.sleep(0.2)  # between prompt and read Python notices it only later
        self.send("\x03")

    def end(self):
        self.rest = self.until("\0never", 3)
        return self.process.wait(timeout=20)


def _take_terminal():
    import fcntl
    import termios

    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


@pytest.fixture
def screen(shell, tmp_path):
    """Start the chat on a pseudo-terminal."""
    pytest.importorskip("pty")
    started = []

    def start(term="xterm-256color", **options):
        variables = shell(TFHELP_STATE=str(tmp_path / "state"), TERM=term, PATH="/usr/bin:/bin")
        started.append(Screen(variables, tmp_path, **options))
        assert "tfhelp> " in started[-1].until("tfhelp> ")
        return started[-1]

    yield start
    for one in started:
        if one.process.poll() is None:
            one.process.kill()
            one.process.wait()
        os.close(one.master)
