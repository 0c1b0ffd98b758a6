"""Answers made by hand, and tfhelp in a process of its own."""

import datetime as dt
import os
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from tfhelp.answer import Answer, Candidate, Citation, Summary
from tfhelp.models.errors import ModelError
from tfhelp.models.protocol import Done, Frame, Piece
from tfhelp.models.stream import Stream
from tfhelp.reading.question import read_question
from tfhelp_corpus.entry import EntryText, Section
from tfhelp_index.records import EntryRecord, Evidence, Ranking
from tfhelp_index.signatures import SignatureMatch

ROOT = Path(__file__).parents[2]
ROOTS = [str(ROOT / name) for name in ("assistant", "corpus", "index")]

MEANING = {
    "en": "A batch `[batch, seq]` needs **one** length, and [/x] closes nothing. " * 3,
    "zh": "同一批的序列长度必须相同（`[batch, seq]`），而 [/x] 什么也不关闭，这里没有任何标记会被解释。" * 3,
}
HEADINGS = {"en": ("What it means", "Fix"), "zh": ("含义", "解决办法")}
TITLES = {"en": "The tokenizer has no padding token", "zh": "分词器没有填充标记"}
FIX = "```python\n# not a heading\ntokenizer.pad_token = tokenizer.eos_token\n```\n\n```bash\n# a comment\npip install -U x\n```"


def entry_text(language: str) -> EntryText:
    meaning, fix = HEADINGS[language]
    sections = (Section("meaning", meaning, MEANING[language].strip()), Section("fix", fix, FIX))
    return EntryText(TITLES[language], ("why?",), sections)


def entry_record(number: int, **changed) -> EntryRecord:
    values = {
        "ordinal": number,
        "code": f"TF{number:04}",
        "id": f"entry-{number}",
        "kind": "guide",
        "category": "tokenizer",
        "exception": "ValueError",
        "applies_to": {},
        "references": ("huggingface/transformers#123",),
        "problems": (f"entry-{number}",),
        "verified": {"how": "reproduced", "on": "transformers 5.24.0", "date": str(dt.date(2026, 11, 1)), "note": ""},
        "texts": {language: entry_text(language) for language in ("en", "zh")},
    }
    return EntryRecord(**{**values, **changed})


@pytest.fixture
def make_candidate():
    """A candidate whose record can be changed by keyword."""

    def make(rank=1, language="en", applies="yes", **changed) -> Candidate:
        match = SignatureMatch(entry=rank, pattern="Asking to pad", line=0, score=30.0, coverage=0.9)
        evidence = Evidence(signature=match, lexical=4.0, cosine=0.91, passage=0)
        return Candidate(rank, entry_record(rank, **changed), language, 0.91234, applies, evidence)

    return make


@pytest.fixture
def make_answer(make_candidate):
    """An answer of three candidates."""

    def make(language="en", confident=True, question="Asking to pad", **changed) -> Answer:
        values = {
            "query": read_question(question),
            "language": language,
            "confident": confident,
            "confidence": 0.94321 if confident else 0.1,
            "candidates": tuple(make_candidate(rank, language) for rank in (1, 2, 3)),
            "summary": Summary("Padding. [1]", "extractive", (Citation(1, "TF0001"),)) if confident else None,
            "versions": {},
            "source": "bundled",
            "missing": (),
            "ranking": Ranking(
                results=(),
                confidence=0.9,
                answerable=0.9 if confident else 0.1,
                confident=confident,
                features=None,
                terms=(),
                covered=frozenset(),
                missing=(),
                decided=False,
            ),
            "elapsed_ms": 31.234,
        }
        return Answer(**{**values, **changed})

    return make


WORKER = """
import os, sys, time
from tfhelp.models import protocol
from tfhelp.models.protocol import *
def send(number, message):
    protocol.write(sys.stdout.buffer, Frame(number, message))
print(os.getpid(), file=open("pids", "a"))
while frame := protocol.read(sys.stdin.buffer):
    if isinstance(frame.message, Cancel):
        continue
    number = frame.id
    send(number, Progress("prefill", 128, 900))
    {lines}
    send(number, Done({{"tokens_per_second": 20.0, "first_token_seconds": 1.5}}))
"""

PROGRAM = """
import sys
from types import SimpleNamespace
from tfhelp.models import process
process.ModelProcess.__init__.__kwdefaults__["command"] = (sys.executable, "-c", {worker!r})
import tfhelp.summaries.writing as writing
writing.choose_model = lambda named, folders, language: SimpleNamespace(path=named, name="tiny")
from tfhelp.cli.main import main
sys.exit(main(sys.argv[1:]))
"""
"""tfhelp with a model process that is a script, without torch."""


@pytest.fixture
def program():
    """The source of a tfhelp whose model process does what the given lines say for each request, ``number``."""
    return lambda lines: PROGRAM.format(worker=WORKER.format(lines="\n    ".join(lines)))


@pytest.fixture
def says(program):
    """The same with a model that says the given texts."""
    return lambda *texts: program([f"send(number, Piece({text + ' '!r}))" for text in texts])


@pytest.fixture
def gone(tmp_path):
    """Whether no process of a model is left."""

    def check():
        for pid in (tmp_path / "pids").read_text().split():
            end = time.monotonic() + 5
            process = Path(f"/proc/{pid}/cmdline")
            while process.exists() and time.monotonic() < end:
                time.sleep(0.02)
            assert not process.exists()
        return True

    return check


@dataclass
class Ran:
    """What a process left."""

    code: int
    out: str
    err: str
    raw: bytes


def environment(folder: Path, *first: Path, **changed: str | None) -> dict[str, str]:
    """The variables of a clean shell whose home is ``folder``; ``first`` comes first on the module path."""
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "SYSTEMROOT", "TEMP", "TMP")}
    own = {
        "HOME": str(folder),
        "LANG": "C.UTF-8",
        "PYTHONPATH": os.pathsep.join([*map(str, first), *ROOTS]),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    return {name: value for name, value in {**kept, **own, **changed}.items() if value is not None}


@pytest.fixture
def shell(tmp_path):
    """The variables of a clean shell."""
    return lambda *first, **changed: environment(tmp_path, *first, **changed)


@pytest.fixture
def run(tmp_path):
    """Run ``python -m tfhelp`` (or, with ``program``, other Python code) from a folder that is not the project's."""

    def start(*arguments, stdin=b"", first=(), program=None, encoding="utf-8", **variables) -> Ran:
        command = [sys.executable, *(("-c", program) if program else ("-m", "tfhelp")), *arguments]
        done = subprocess.run(
            command,
            input=stdin if isinstance(stdin, bytes) else stdin.encode(),
            capture_output=True,
            env=environment(tmp_path, *first, **variables),
            cwd=tmp_path,
            timeout=60,
            check=False,
        )
        out, err = (data.decode(encoding).replace("\r\n", "\n") for data in (done.stdout, done.stderr))
        return Ran(done.returncode, out, err, done.stdout + done.stderr)

    return start


class FakeModel:
    """A model process without a process: every request is answered with the same script, in a thread.

    A step of the script is a piece of text, a message, a `ModelError` to end with, or an event to wait for.
    """

    def __init__(self, *steps):
        self.steps, self.requests, self.cancelled, self.closed = steps, [], threading.Event(), False

    def request(self, request):
        self.requests.append(request)
        stream = Stream(len(self.requests), request, self._cancel)
        threading.Thread(target=self._serve, args=(stream,), daemon=True).start()
        return stream

    def close(self):
        self.closed = True

    def _cancel(self, stream):
        if not stream.closed:
            self.cancelled.set()
            stream.fail(ModelError("cancelled", "en"))

    def _serve(self, stream):
        for step in self.steps:
            if isinstance(step, threading.Event):
                step.wait(20)
            elif isinstance(step, ModelError):
                stream.fail(step)
            else:
                stream.deliver(Frame(stream.number, Piece(step) if isinstance(step, str) else step))
        stream.deliver(Frame(stream.number, Done({"tokens_per_second": 12.34, "first_token_seconds": 0.51})))


@pytest.fixture
def fake_model():
    """A model process that says what it is given."""
    return FakeModel
