"""A history of its own for each test, and turns to keep in it."""

import subprocess
import sys

import pytest

from tfhelp.conversation.history import History
from tfhelp.conversation.turn import Plan, Turn

PAD = "ValueError: Asking to pad but the tokenizer does not have a padding token."

CHILD = """
import sys
from pathlib import Path
from tfhelp.conversation.history import History
from tfhelp.conversation.turn import Plan, Turn
history = History.open(Path(sys.argv[1]))
id, number = history.start(), 0
print(id, flush=True)
while number < int(sys.argv[2]):
    number += 1
    text = f"question {number} " + "with many words " * 200
    history.add(id, Turn(number, Plan(text, text), "2026-11-25T10:00:00+00:00", "en", (), False, None))
    print(number, flush=True)
"""


@pytest.fixture
def turn():
    """Make a turn as it comes back from a history."""

    def build(number=1, text=PAD, **changed):
        plan = {"text": text, "question": changed.pop("question", text)}
        for name in ("exclude", "relation", "refines"):
            if name in changed:
                plan[name] = changed.pop(name)
        values = {
            "number": number,
            "plan": Plan(**plan),
            "at": "2026-11-25T10:00:00+00:00",
            "language": "en",
            "codes": ("TF0043", "TF0007"),
            "confident": True,
            "answer": None,
        }
        return Turn(**{**values, **changed})

    return build


@pytest.fixture
def keep(turn):
    """Keep texts as a conversation; its id."""

    def work(history, *texts):
        conversation = history.start()
        for number, text in enumerate(texts, start=1):
            history.add(conversation, turn(number, text))
        return conversation

    return work


@pytest.fixture
def bytes_of():
    """All bytes of all files of a folder."""
    return lambda folder: b"".join(path.read_bytes() for path in folder.iterdir())


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "state"


@pytest.fixture
def history(folder):
    with History.open(folder, timeout_s=0.2) as opened:
        yield opened


@pytest.fixture
def writer(folder, shell):
    """Start a process that keeps turns; it prints the id of its conversation, then each number that is kept."""

    def start(turns, before="", **options):
        command = [sys.executable, "-c", before + CHILD, str(folder), str(turns)]
        return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=shell(), **options)

    return start
