"""No paste makes the reader fail, hang, or take more than its share of time."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tfhelp.reading.question import read_question
from tfhelp.reading.sanitize import sanitize
from tfhelp.reading.versions import versions_in

RATIO = 10.0
"""Four times the text takes four times as long, sixteen times if the time is quadratic."""

FRAGMENTS = [
    "Traceback (most recent call last):\n", '  File "a.py", line 1, in f\n', 'ile "a.py", line 1, in f', "    x()\n",
    "ValueError: x\n", "ValueError：x\n", "queue.Empty\n", "ray.exceptions.RayTaskError(ValueError): y\n", "\n", "\r", "\r\n",
    "During handling of the above exception, another exception occurred:\n", "Exception ignored in: <x>\n",
    "The above exception was the direct cause of the following exception:\n", "  +-+---------------- 1 ----------------\n",
    "    | ", "  | ", "│ ", "╭──── Traceback (most recent call last) ────╮\n", "╰────╯\n", "❱ 12 x()\n", "----> 1 x\n",
    "[rank0]: ", "[rank1]:", "(W pid=1) ", "0: ", "node01: ", "a-1  | ", "> ", "E   ", "wandb: ", "2026-11-20 10:11:12,345 ",
    "ERROR ", "[WARNING|x.py:1] 2026-11-20 10:11:12 >> ", "E1120 10:11:12.1 1 a.cc:1] ", "KeyError", ": ", "10%|█", "1.9it/s]",
    "```\n", "### System Info\n", "- [ ] x\n", "怎么办", "Why is this?\n", "\x1b[31m", "\x1b]0;", "\x00", "&quot;", "“", "-" * 75 + "\n",
    '"""\n', "terminate called after throwing an instance of 'x'\n", "  what():  y\n", "Killed\n", "frame #0: x\n",
    "a.cu:1: f: block: [0,0,0], thread: [0,0,0] Assertion `x` failed.\n", "transformers", "4.57.1", "v5", " version ", "升级到",
    "x.py:1: UserWarning: w\n", "error: subprocess-exited-with-error\n", "KeyError 'x'\n", "keyerror: x ",
    "[ERROR] x\n", "Exception has occurred: X\n", "升级到5.0之后", "since 4.57 ", "I am ", "Caught X in DataLoader worker\n", " " * 40, "é", "\ud800",
]  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(st.one_of(st.sampled_from(FRAGMENTS), st.text(max_size=12)), max_size=60))
def test_no_order_of_fragments_fails(fragments):
    query = read_question("".join(fragments))
    assert all(error.exception is None or error.exception.isidentifier() for error in query.errors)
    assert len(query.errors) <= 6
    assert query.language in ("en", "zh", None)
    (query.lexical_text + query.dense_text + "".join(query.lines)).encode()


REPEATED = {
    "brackets": "[", "parentheses": "(", "letters": "a", "blanks": " ", "dots": "a.", "colons": "a: ", "digits": "1", "dashes": "-",
    "arrows": "---->", "pipes": "| ", "margins": "  | ", "quotes": "> ", "ranks": "[rank0]: ", "times": "10:11:12 ",
    "entities": "&lt;", "oscs": "\x1b]0;", "files": 'File "', "names": "transformers ", "versions": "torch version: ",
    "upgrades": "torch从1.0到", "classes": "AError: ", "dotted": "a.AError", "underscores": "a_", "camels": "aB", "flags": "--a",
    "heads": "Traceback (most recent call last):\n", "joined": 'Traceback (most recent call last): File "a", line 1, in f AError: ',
    "frames": '  File "a.py", line 1, in f\n    x()\n', "errors": "AError: x\n", "deep": " " * 300 + "x\n", "fences": "```\n",
    "causes": "AError: x\n\nThe above exception was the direct cause of the following exception:\n\nTraceback (most recent call last):\n",
    "assertions": "a.cu:1: f: block: [0,0,0], thread: [0,0,0] Assertion `x` failed.\n", "warnings": "a.py:1: UserWarning: w\n",
    "sources": "", "prose": "I see it and ask why\n", "headings": "### System Info\n", "rules": "-----------------------------------\n",
    "wrapped": "a" * 80 + "\n", "i": "I ", "my": "my how ", "asserts": "Assertion `x` ",
    "retyped": "KeyError 'x' ", "small": "keyerror: x ", "spaced": "Key Error ", "since": "since 4.57 ", "moved": "升级到5.0",
    "asked": "x. I am using ", "titles": "===== x ", "calls": "/x.py in f(", "shortened": "AError: x...\n", "errors quoted": "x AError", "han": "显存 ",
}  # fmt: skip


@pytest.mark.parametrize("name", REPEATED)
def test_time_grows_as_the_text_does(name):
    def text(size):
        if name == "sources":
            return "".join(f"[rank{number}]: AError: {number}\n" for number in range(size // 20))
        return (REPEATED[name] * (size // len(REPEATED[name]) + 1))[:size]

    for _ in range(3):  # a busy machine gets another chance
        small, large = _seconds(text(15_000)), _seconds(text(60_000))
        if large < RATIO * small + 0.005:
            break
    assert large < RATIO * small + 0.005


def _seconds(text):
    best = 9.0
    for _ in range(2):
        start = time.perf_counter()
        read_question(text)
        versions_in(text)
        sanitize(text)
        best = min(best, time.perf_counter() - start)
    return best


def test_ten_thousand_causes_keep_the_root_of_what_is_looked_at():
    link = "\nThe above exception was the direct cause of the following exception:\n\n"
    text = link.join(
        f"Traceback (most recent call last):\nValueError: x{chr(97 + n % 26)}{n}\n" for n in range(10_000)
    )
    assert len(read_question(text).errors) == 6


def test_endless_recursion_keeps_the_users_call_and_the_place_of_failure():
    frame = '  File "/ai/train.py", line {0}, in f{0}\n    f{0}()\n'
    text = (
        "Traceback (most recent call last):\n"
        + "".join(map(frame.format, range(1000)))
        + "RecursionError: too deep\n"
    )
    assert read_question(text).frames[0] == "f999 f999()"
