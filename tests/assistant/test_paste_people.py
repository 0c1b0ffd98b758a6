"""What people, browsers and chat programs make of an error before it arrives, and what of a paste is theirs."""

import pytest

from tfhelp.reading.question import read_question

TRACE = """\
Traceback (most recent call last):
  File "/ai/train.py", line 40, in main
    trainer.train(resume="x")
ValueError: Asking to pad but the tokenizer does not have a padding token.
"""
ERROR = ("ValueError", "Asking to pad but the tokenizer does not have a padding token.")
LOG = "".join(
    f"Loading some shard of the model from the disk at {n} o'clock\nUsing device cuda for layer {'x' * n}\n"
    for n in range(30)
)


def first(text):
    error = read_question(text).errors[0]
    return error.exception, error.message


@pytest.mark.parametrize(
    "text",
    [
        TRACE.replace('"', "&quot;").replace("<", "&lt;"),
        TRACE.replace('"', "“"),
        TRACE.replace("ValueError: ", "ValueError："),
        TRACE.replace("\n", "\r\n"),
        TRACE.replace("\n", "\r"),
        TRACE.replace("Value", "Val\u200bue"),
        " ".join(TRACE.split()),
        TRACE.replace("\n", " "),
        "```python\n" + TRACE + "```\n",
        "```\n" + TRACE,
        TRACE[40:],
        TRACE[75:],
        "\x1b[31m" + TRACE.replace("ValueError", "\x1b[1;31mValueError\x1b[0m"),
        "\x1b]0;title" + TRACE,
        "\n".join([*TRACE.splitlines()[:3], TRACE.splitlines()[3][:72], TRACE.splitlines()[3][72:]]),
        "Loading:  50%|█████     | 2/4 [00:01<00:01,  1.9it/s]" + TRACE,
        "\x00" + TRACE,
    ],
    ids=[
        "entities", "smart quotes", "full-width colon", "crlf", "cr", "zero width", "one line", "one line, blanks",
        "fence", "open fence", "no head", "in a frame", "colours", "open osc", "wrapped", "bar before", "nul",
    ],
)  # fmt: skip
def test_what_happened_to_a_paste_on_its_way_is_undone(text):
    assert first(text) == ERROR


def test_a_message_that_ends_in_the_middle_is_kept():
    assert first(TRACE[:-20]) == ("ValueError", ERROR[1][:-19])


@pytest.mark.parametrize(
    ("text", "language", "words"),
    [
        (f"这个怎么解决\n{LOG}{TRACE}", "zh", "这个怎么解决"),
        (f"{LOG}{TRACE}\n请问怎么办", "zh", "请问怎么办"),
        (f"{TRACE}请问怎么办", "zh", "请问怎么办"),
        (f"{TRACE}How do I fix this?", "en", "How do I fix this?"),
        (f"{TRACE}```\nHow do I fix this?", "en", "How do I fix this?"),
        (f"Why does this fail?\n开始训练模型\n数据加载完成\n{TRACE}", "en", "Why does this fail?"),
        (f"Why does this fail?\n```python\n# 加载模型和数据\nx = 1\n```\n{TRACE}", "en", "Why does this fail?"),
        (f"用 DataCollatorWithPadding 跑 Trainer 的时候 tokenizer 报错，怎么改\n{TRACE}", "zh", "怎么改"),
        (f"> {TRACE.splitlines()[-1]}\n\nI see the same, any idea?", "en", "any idea"),
        (f"I get this when I train:\n\n{TRACE}", "en", "I get this when I train"),
    ],
)
def test_the_person_is_told_from_the_programs(text, language, words):
    query = read_question(text)
    assert query.language == language
    assert words in query.words
    assert (query.errors[0].exception, query.errors[0].message) == ERROR


def test_a_question_outvotes_no_log_but_is_not_drowned_by_it():
    words = read_question(f"这个怎么解决\n{LOG}{TRACE}").words
    assert words.startswith("这个怎么解决")
    assert len(words) < 800


def test_lines_of_one_shape_are_a_programs():
    log = "".join(f"saved the checkpoint of step {n} to disk\n" for n in range(5))
    assert read_question(f"why so slow, what can I do?\n{log}{TRACE}").words == "why so slow, what can I do?"


ISSUE = f"""\
### System Info

- `transformers` version: 4.57.1
- Platform: Linux-6.1 with a long name
- PyTorch version (GPU?): 2.6.0+cu124 (True)

### Who can help?

@ArthurZucker please look at this one

### Information

- [ ] The official example scripts
- [x] My own modified scripts

### Tasks

- [ ] An officially supported task

### Reproduction

I run the trainer with two GPUs.

```python
trainer.train()
```

```
{TRACE}```

### Expected behavior

It should train without an error.
"""


def test_forms_of_issue_trackers_are_read():
    query = read_question(ISSUE)
    assert (query.errors[0].exception, query.errors[0].message) == ERROR
    assert query.words == "I run the trainer with two GPUs. It should train without an error."
    assert query.versions == {"transformers": "4.57.1", "torch": "2.6.0"}


def test_a_bare_message_without_class_is_a_question_of_its_own_words():
    query = read_question("does not have a padding token. Please select a token to use as `pad_token`")
    assert query.form == "question"
    assert "padding token" in query.words


def test_a_killed_program_in_a_sentence_stays_a_question():
    query = read_question("my training gets killed after ten steps, why?")
    assert (query.form, query.errors) == ("question", ())


def test_an_osc_that_never_ends_takes_no_words_along():
    assert "Why" in read_question("\x1b]0;Why does it fail?").words


def test_an_error_in_utf16_from_powershell_is_read():
    from tfhelp.reading.decode import decode

    assert first(decode(TRACE.encode("utf-16"))) == ERROR


def test_windows_errors_keep_their_number():
    text = TRACE.replace(
        ": ".join(ERROR), 'OSError: [WinError 1114] DLL 初始化例程失败。 Error loading "C:\\x\\c10.dll"'
    )
    assert first(text)[1].startswith("[WinError 1114] DLL")


@pytest.mark.parametrize(
    "line", ["Can't load the configuration.", "We couldn't connect to the Hub.", "Did you mean: 'x'?"]
)
def test_a_message_that_speaks_to_its_reader_is_kept_whole(line):
    assert first(f"OSError: first line\n{line}\n") == ("OSError", f"first line {line}")


def test_a_union_of_types_at_the_start_of_a_line_is_no_container():
    assert read_question("Why does this fail?\nint | None raises on my machine\n" + TRACE).words.endswith(
        "my machine"
    )


def test_shell_prompts_and_code_are_no_words():
    text = f"PS C:\\x> python a.py\n(ai) me@host:~/x$ python a.py\nfor x in y:\n{TRACE}"
    assert read_question(text).words == ""


def test_a_question_that_names_an_end_of_a_program_is_no_error_of_its_own():
    query = read_question("I get Segmentation fault (core dumped) when I import torch")
    assert (query.form, query.errors) == ("question", ())
    assert "Segmentation fault" in query.words
