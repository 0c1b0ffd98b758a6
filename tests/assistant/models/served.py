"""Handlers for the real loop, in the place of those that need torch: a request's text says what to do."""

import os
import signal
import socket
import subprocess
import sys
import time

from tfhelp.models.protocol import Piece, Vectors
from tfhelp.worker.jobs import JobFailed


def encode(request, job):
    payload = bytes(len(request.texts[0]))
    job.send(Vectors(1, len(payload) // 4), payload)
    return {}


def generate(request, job):
    word, _, rest = request.messages[-1][1].partition(" ")
    return globals()[f"_{word}"](rest, job) or {}


def _say(text, job):
    for word in text.split():
        job.send(Piece(word))
    return {"tokens": len(text.split())}


def _work(seconds, job):
    job.send(Piece("working"))
    end = time.monotonic() + float(seconds)
    while time.monotonic() < end:
        job.check()
        time.sleep(0.01)


def _ignore(seconds, job):
    job.send(Piece("working"))
    time.sleep(float(seconds))


def _chatter(text, job):
    print("printed", text)
    os.write(1, b"written " + text.encode() + b"\n")
    subprocess.run([sys.executable, "-S", "-c", f"print('started {text}')"], check=True)
    print("complained", text, file=sys.stderr)
    job.send(Piece(f"read {sys.stdin.read()!r}"))


def _fail(code, job):
    raise JobFailed(code, batch=4, device="cuda:0")


def _raise(name, job):
    raise {"ValueError": ValueError("odd\nvalue"), "SystemExit": SystemExit(3)}[name]


def _load(name, job):
    __import__(name)


def _signal(name, job):
    job.send(Piece("now"))
    os.kill(os.getpid(), getattr(signal, name))
    time.sleep(0.1)


def _connect(_, job):
    for what in (
        lambda: socket.socket(),
        lambda: socket.socket(socket.AF_INET6),
        lambda: socket.create_connection(("127.0.0.1", 9)),
        lambda: socket.getaddrinfo("localhost", 80),
        lambda: socket.gethostbyname("localhost"),
    ):
        try:
            what()
        except PermissionError:
            continue
        job.send(Piece("connected"))
    for end in socket.socketpair():  # what multiprocessing uses to talk to its own
        end.close()


def _pool(_, job):
    import multiprocessing

    process = multiprocessing.get_context("spawn").Process(target=time.sleep, args=(60,), daemon=True)
    process.start()
    job.send(Piece(str(process.pid)))
    while True:
        job.check()
        time.sleep(0.01)


def _modules(_, job):
    job.send(Piece(" ".join(sys.modules)))


def _variables(names, job):
    for name in names.split():
        job.send(Piece(os.environ.get(name, "")))
