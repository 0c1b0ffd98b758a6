import io
import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tfhelp.cli.streams import HEAD_BYTES, MAX_INPUT_BYTES, read_bounded
from tfhelp.reading.decode import decode
from tfhelp.reading.question import MAX_CHARS, read_question

BOUND_S = 5.0
"""Generous: what is meant is that time does not explode."""

ERROR = "ValueError: Asking to pad but the tokenizer does not have a padding token."


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("how do I pad a batch", "en"),
        ("显存不够怎么办", "zh"),
        ("CUDA out of memory 怎么解决", "zh"),
        (ERROR, None),
        (f"{ERROR} 怎么办？", "zh"),
        (f"请问这个报错怎么解决\n{ERROR}", "zh"),
        (f"I try to pad a batch and then it says\n{ERROR}", "en"),
        (
            f'跑训练的时候报错了\n\nTraceback (most recent call last):\n  File "a.py", line 1, in f\n    x()\n{ERROR}',
            "zh",
        ),
        ("报错：RuntimeError: CUDA error: device-side assert triggered", "zh"),
        ("", None),
    ],
)
def test_the_language_is_that_of_the_human_words(text, language):
    assert read_question(text).language == language


def test_chinese_added_to_an_error_is_among_the_words():
    query = read_question(f"{ERROR} 这个怎么解决")
    assert "怎么解决" in query.words
    assert query.errors[0].exception == "ValueError"


def test_versions_named_anywhere_are_read():
    query = read_question(f"transformers 4.57.1, torch==2.6.0\n{ERROR}")
    assert query.versions == {"transformers": "4.57.1", "torch": "2.6.0"}


def test_a_plain_question_is_all_words():
    query = read_question("why is my loss nan?")
    assert (query.form, query.words, query.errors) == ("question", "why is my loss nan?", ())


@pytest.mark.parametrize("text", ["[batch, seq]", "[/x] [bold]"])
def test_brackets_survive(text):
    assert read_question(f"what is {text}").text == f"what is {text}"


def test_what_a_terminal_would_obey_is_gone_from_everything():
    query = read_question(f"why\x1b]52;c;ZXZpbA==\x07 \x1b[31m{ERROR}\x1b[0m\u202e\x00")
    assert not {"\x1b", "\x07", "\u202e", "\x00"} & set(repr(query)) - {"\\"}
    assert "\x1b" not in query.text + query.words + "".join(query.lines)
    assert query.errors[0].message.endswith("padding token.")


def test_errors_of_an_endless_log_are_found_at_its_end():
    log = "step 1 loss 2.0\n" * 200_000 + ERROR + "\n"
    assert read_question(log).errors[0].exception == "ValueError"


def test_a_question_before_an_endless_log_is_not_lost():
    log = "为什么会报错\n" + "{'loss': 2.0, 'epoch': 0.1}\n" * 200_000 + ERROR + "\n"
    assert read_question(log).language == "zh"


@pytest.mark.parametrize(
    "text",
    [
        "a" * 200_000,
        "显" * 200_000,
        "(" * 60_000,
        "[" * 60_000 + "]" * 60_000,
        "{}" * 60_000,
        "1" * MAX_CHARS,
        ("1" * 3_990 + "\n") * 100,
        (" " * 3_990 + "│x\n") * 100,
        ("a." * 1_995 + "\n") * 100,
        ("A" * 3_990 + "\n") * 100,
        ("Error: " * 500 + "\n") * 100,
        "\n" * 300_000,
        "\r" * 300_000,
        " " * 300_000,
        "\x1b" * 200_000,
        "\x1b]" * 100_000,
        "1:" * 150_000,
        "token " * 60_000,
        "transformers " * 30_000,
        "`" * 100_000,
        'File "' * 50_000,
        "---->" * 60_000,
        "Traceback (most recent call last):\n" * 10_000,
        "ValueError: x\n" * 30_000,
        "x\x00" * 100_000,
    ],
    ids=lambda text: repr(text[:12]),
)
def test_hostile_text_takes_no_longer_than_other_text(text):
    start = time.perf_counter()
    query = read_question(text)
    assert time.perf_counter() - start < BOUND_S
    assert len(query.words) <= 2_000
    assert len(query.text) <= MAX_CHARS + 1


def test_fifty_megabytes_are_read_in_bounded_time_and_memory():
    data = b"step 1 loss 2.0 lr 1e-5 grad_norm 0.7\n" * (50_000_000 // 38) + ERROR.encode() + b"\n"
    start = time.perf_counter()
    kept = read_bounded(io.BytesIO(data))
    query = read_question(decode(kept))
    assert time.perf_counter() - start < BOUND_S
    assert len(kept) <= MAX_INPUT_BYTES + HEAD_BYTES
    assert query.errors[0].exception == "ValueError"


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
@pytest.mark.parametrize("shift", range(4))
def test_cutting_a_large_log_spoils_no_encoding(encoding, shift):
    text = "x" * shift + "\n" + "第一步 损失\n" * 600_000 + "显存不足\n"
    read = decode(read_bounded(io.BytesIO(text.encode(encoding))))
    assert "\ufffd" not in read
    assert read.startswith("x" * shift)
    assert read.endswith("第一步 损失\n显存不足\n")


def test_a_large_file_without_line_ends_keeps_its_tail():
    assert read_bounded(io.BytesIO(b"a" * 5_000_000 + b"end")).endswith(b"aend")


@given(st.text())
def test_no_text_fails(text):
    query = read_question(text)
    query.lexical_text.encode()
    query.dense_text.encode()


PIECES = [
    "Traceback (most recent call last):\n", '  File "a.py", line 1, in f\n', "    x()\n", "    ^^^\n", "ValueError: x\n",
    "During handling of the above exception, another exception occurred:\n", "\n", "│ ", "----> 1 x\n", "[rank0]: ",
    "KeyError", ": ", "'x'", "  | ", "10%|█", "\r", "```\n", "怎么办", "words of a person ", "\x1b[31m", "-" * 75 + "\n",
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=40))
def test_no_order_of_pieces_fails(pieces):
    query = read_question("".join(pieces))
    assert all(error.exception is None or error.exception.isidentifier() for error in query.errors)


def test_the_same_text_is_read_the_same_way():
    generator = random.Random(7)
    text = "".join(generator.choices(PIECES, k=200))
    assert read_question(text) == read_question(text)
