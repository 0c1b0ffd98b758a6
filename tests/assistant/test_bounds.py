"""However large a text is, no single call is handed more of it than a piece: between calls the chat takes keys."""

import functools
import importlib
import pkgutil
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

import tfhelp.conversation
import tfhelp.reading
from tfhelp.assistant import Assistant
from tfhelp.conversation.conversation import Conversation
from tfhelp.reading.bounds import HEAD_CHARS, MAX_CHARS, MAX_LINE_CHARS, PIECE_CHARS, bounded, line_pieces, pieces
from tfhelp.reading.mend import SEAM_CHARS, mend, unwrap
from tfhelp.reading.question import read_question
from tfhelp.reading.sanitize import sanitize
from tfhelp.reading.versions import versions_in

MOST_AT_ONCE = 65_536
"""Characters that one call of a regular expression may be handed; 3 ms, for the slowest of them."""

LINE = "2026-03-01 12:00:00 INFO step 1 of transformers 4.57.1 in /x/torch-2.6.0.dist-info: 50%, loss 0.1\n"
FRAME = '  File "/srv/app/train.py", line 3, in step\n    run(batch)\n'
HEAVY = {
    "log": LINE * 20_000,
    "words": "why does my model run out of memory " * 30_000,
    "one word": "abcdefg0123" * 100_000,
    "one line of Chinese": "模型加载时显存不足怎么办" * 100_000,
    "lines of Chinese": "模型加载时显存不足怎么办\n" * 100_000,
    "Chinese behind an error": "ValueError: x\n" + ("模" * 3_900 + "\n") * 300,
    "short lines": "a 1\n" * 300_000,
    "tracebacks": ("Traceback (most recent call last):\n" + FRAME * 50 + "ValueError: Asking to pad\n\n") * 300,
    "a joined traceback": 'Traceback (most recent call last): File "a", line 1, in f ' + "torch 2.6 abc " * 60_000,
    "escapes": "\x1b[31mINFO\x1b[0m step \x1b]8;;http://x\x07y\n" * 40_000,
    "blanks": "x" + " " * 1_000_000 + "y",
}


class Watched:
    """A regular expression that notes how many characters each call is handed."""

    def __init__(self, pattern, handed):
        self._pattern, self._handed = pattern, handed

    def __getattr__(self, name):
        method = getattr(self._pattern, name)
        if not callable(method):
            return method
        place = 1 if name in ("sub", "subn") else 0

        def call(*given):
            text, *span = given[place:]
            start, end = (*span, 0, len(text))[:2] if not place and len(span) > 1 else (0, len(text))
            self._handed.append((min(end, len(text)) - start, name, self._pattern.pattern[:60]))
            return method(*given)

        return call


def watched(found, handed):
    """A pattern, or a function that returns one or several, with its calls noted; anything else as it is."""
    if isinstance(found, re.Pattern):
        return Watched(found, handed)
    if isinstance(found, tuple) and found and all(isinstance(each, re.Pattern) for each in found):
        return tuple(Watched(each, handed) for each in found)
    if hasattr(found, "cache_info"):
        return functools.wraps(found)(lambda *given, **named: watched(found(*given, **named), handed))
    return found


@pytest.fixture
def handed(monkeypatch):
    """Sizes that the regular expressions of reading, of conversations and of the index are handed from here on."""
    sizes = []
    names = [
        f"{package.__name__}.{module.name}"
        for package in (tfhelp.reading, tfhelp.conversation)
        for module in pkgutil.iter_modules(package.__path__)
    ]
    names += ["tfhelp.redact", "tfhelp_corpus.language", "tfhelp_index.terms", "tfhelp_index.signatures"]
    for module in map(importlib.import_module, names):
        for name, found in list(vars(module).items()):
            if (replaced := watched(found, sizes)) is not found:
                monkeypatch.setattr(module, name, replaced)
    return sizes


@pytest.fixture(scope="module")
def assistant():
    return Assistant.open()


@pytest.mark.parametrize("name", HEAVY)
def test_no_regular_expression_is_handed_more_than_a_piece(name, assistant, handed):
    conversation = Conversation()
    conversation.ask(assistant, "CUDA out of memory")
    turn = conversation.ask(assistant, HEAVY[name])
    assert len(handed) > 100
    assert max(handed) <= (MOST_AT_ONCE, "~", "")
    assert len(turn.plan.text) <= MAX_CHARS + 1


def test_a_whole_text_in_one_call_would_be_noticed(handed):
    tfhelp.reading.sanitize._CONTROLS.sub("", "x" * MAX_CHARS)
    assert max(handed)[0] == MAX_CHARS


@given(st.text(alphabet="ab \n", max_size=200), st.integers(1, 20))
def test_pieces_are_small_and_together_the_text(text, size):
    found = list(pieces(text, size))
    assert "".join(found) == text
    assert all(len(piece) <= size for piece in found)
    assert all(piece for piece in found) or not text


@given(st.text(alphabet="ab\n", max_size=200), st.integers(1, 20))
def test_pieces_of_lines_are_whole_lines_and_small_where_lines_are(text, size):
    found = list(line_pieces(text, size))
    assert "".join(found) == text
    assert all(piece.endswith("\n") for piece in found[:-1])
    assert all(len(piece) <= size or "\n" not in piece[:-1] for piece in found)


def test_a_long_text_keeps_its_head_and_its_tail():
    text = "head " * HEAD_CHARS + "tail " * MAX_CHARS + "end"
    kept = bounded(text)
    assert len(kept) == MAX_CHARS + 1
    assert kept.startswith(text[:HEAD_CHARS])
    assert kept.endswith(text[HEAD_CHARS - MAX_CHARS :])
    assert bounded(kept) == kept
    assert bounded("short") == "short"


@pytest.mark.parametrize("shift", range(40))
def test_no_escape_sequence_is_cut_by_the_end_of_a_piece(shift):
    line = "\x1b[31mred\x1b[0m \x1b]8;;http://x\x07y\r\n"
    text = "x" * shift + "\n" + line * (2 * PIECE_CHARS // len(line))
    assert sanitize(text) == "x" * shift + "\n" + "red y\n" * (2 * PIECE_CHARS // len(line))


def test_the_last_version_of_a_long_text_counts():
    text = "torch 2.1.0\n" + "transformers 4.40.0\n" + LINE * 1_000 + "transformers==4.41.2\n"
    assert versions_in(text) == {"torch": "2.1.0", "transformers": "4.41.2"}


def test_a_long_joined_traceback_gets_its_lines_back():
    frame = 'File "/srv/app/train.py", line 3, in step '
    many = 3 * SEAM_CHARS // len(frame)
    lines = mend("Traceback (most recent call last): " + frame * many + "ValueError: x").split("\n")
    assert lines[-1] == "ValueError: x"
    assert len(lines) == many + 2


def test_lines_of_one_length_are_not_joined_without_end():
    lines = ["2026-03-01 12:00:00 INFO trainer step 1000 loss 0.1000 lr 1e-05 eta 02:13"] * 5_000
    assert max(map(len, unwrap(lines))) <= MAX_LINE_CHARS


def test_an_error_behind_a_log_of_megabytes_is_read():
    assert read_question(HEAVY["log"] + "ValueError: Asking to pad").errors[0].exception == "ValueError"
