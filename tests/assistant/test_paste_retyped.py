"""Messages that people type again, and what they write around a message on the same line or right below it."""

import pytest

from tfhelp.reading.question import read_question

CUDA = "RuntimeError: CUDA error: device-side assert triggered"
PAD = "Asking to pad but the tokenizer does not have a padding token."


def first(text):
    error = read_question(text).errors[0]
    return error.exception, error.message


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("KeyError 'qwen3'", ("KeyError", "'qwen3'")),
        ("KeyError：'qwen3'", ("KeyError", "'qwen3'")),
        ("keyerror: 'qwen3'", ("KeyError", "'qwen3'")),
        ("KEYERROR: 'qwen3'", ("KeyError", "'qwen3'")),
        ("Key Error: 'qwen3'", ("KeyError", "'qwen3'")),
        ("module not found error: No module named 'x'", ("ModuleNotFoundError", "No module named 'x'")),
        ("ModuleNotFoundError No module named 'x'", ("ModuleNotFoundError", "No module named 'x'")),
        ("ValueError Tokenizer class X does not exist", ("ValueError", "Tokenizer class X does not exist")),
        ("ImportError cannot import name 'AdamW' from 'x'", ("ImportError", "cannot import name 'AdamW' from 'x'")),
        ("runtimeerror cuda out of memory", ("RuntimeError", "cuda out of memory")),
        ("torch.OutOfMemoryError CUDA out of memory.", ("OutOfMemoryError", "CUDA out of memory.")),
        ("KeyError - 'qwen3'", ("KeyError", "'qwen3'")),
        ("Error: KeyError: 'qwen3'", ("KeyError", "'qwen3'")),
        ("error: KeyError 'qwen3'", ("KeyError", "'qwen3'")),
        ("[ERROR] KeyError: 'qwen3'", ("KeyError", "'qwen3'")),
        ("ERROR KeyError: 'qwen3'", ("KeyError", "'qwen3'")),
        ("E   KeyError: 'qwen3'", ("KeyError", "'qwen3'")),
        ("Error: something is broken", ("Error", "something is broken")),
        ("[ERROR] CUDA out of memory", (None, "CUDA out of memory")),
        ("Exception has occurred: KeyError\n'qwen3'", ("KeyError", "'qwen3'")),
        ("发生异常: KeyError\n'qwen3'\n  File \"D:\\a.py\", line 3, in f", ("KeyError", "'qwen3'")),
    ],
)
def test_a_message_typed_without_its_marks_is_an_error(text, expected):
    query = read_question(text)
    assert first(text) == expected
    assert query.words == ""
    assert query.lines[0].endswith(expected[1])


@pytest.mark.parametrize(
    ("text", "words", "language", "error"),
    [
        ("why do I get KeyError 'qwen3'", "why do I get", "en", ("KeyError", "'qwen3'")),
        ("i get keyerror: 'qwen3'", "i get", "en", ("KeyError", "'qwen3'")),
        ("报错 KeyError 'qwen3'", "报错", "zh", ("KeyError", "'qwen3'")),
        ("第三步就torch.cuda.OutOfMemoryError: CUDA full", "第三步就", "zh", ("OutOfMemoryError", "CUDA full")),
        ("KeyError 'qwen3' when loading, how to fix", "when loading, how to fix", "en", ("KeyError", "'qwen3'")),
        (f"ValueError: {PAD} help pls", "help pls", "en", ("ValueError", PAD)),
        (f"ValueError: {PAD} I use gpt2. Any ideas?", "I use gpt2. Any ideas?", "en", ("ValueError", PAD)),
        (f'Got this: "ValueError: {PAD}" what to do', "Got this: what to do", "en", ("ValueError", PAD)),
        (
            "RuntimeError: sizes differ at dimension 1 I am using bert, what's wrong",
            "I am using bert, what's wrong",
            "en",
            ("RuntimeError", "sizes differ at dimension 1"),
        ),
    ],
)
def test_words_on_the_line_of_a_message_are_the_persons(text, words, language, error):
    query = read_question(text)
    assert first(text) == error
    assert (query.words, query.language) == (words, language)


@pytest.mark.parametrize(
    "text",
    [
        "I get a KeyError when loading",
        "KeyError when loading qwen3",
        "ValueError in trainer",
        "RuntimeError with CUDA 12",
        "ImportError after upgrading transformers",
        "TypeError how to fix",
        "ValueError I do not understand",
        "MemoryError loading a large model",
        "KeyError 怎么办",
        "出现ValueError错误",
        "Error running the model",
        "is a ValueError the same as a TypeError?",
        "error when training",
    ],
)
def test_telling_of_an_error_is_no_error(text):
    query = read_question(text)
    assert (query.form, query.errors, query.words) == ("question", (), text)


@pytest.mark.parametrize(
    "words",
    [
        "I already tried restarting, any ideas?",
        "Any ideas?",
        "any idea how to fix",
        "Please help",
        "pls help",
        "Help!",
        "Could someone explain this",
        "does anybody know",
        "Has anyone seen this before?",
        "thx in advance",
        "what should i do",
        "What does this mean?",
        "Which version should I use",
        "so what now?",
        "This happens only when I use two GPUs",
        "The code worked yesterday, I only changed the model",
        "It works on CPU though, so what is wrong with my GPU?",
        "is it a bug?",
        "Am I missing something?",
        "im using windows 11",
        "Happens every time I call generate",
        "How can this be solved",
        "why?",
        "已经装了 accelerate 还是报",
    ],
)
def test_a_persons_sentence_right_below_a_message_is_none_of_it(words):
    query = read_question(f"{CUDA}\n{words}")
    assert first(f"{CUDA}\n{words}") == ("RuntimeError", "CUDA error: device-side assert triggered")
    assert query.words == words
    assert query.language == ("en" if words.isascii() else "zh")


@pytest.mark.parametrize(
    "line",
    [
        "Compile with `TORCH_USE_CUDA_DSA` to enable device-side assertions.",
        "For debugging consider passing CUDA_LAUNCH_BLOCKING=1",
        "If you believe this is a mistake, report it.",
        "You should probably TRAIN this model on a down-stream task.",
        "Please note that the call is faster.",
        "please make sure you have specified the correct path",
        "To fix this, install the package.",
        "How to fix: install sentencepiece",
        "Are you sure the repo exists?",
        "Do you have the accelerate library installed?",
        "We have detected that the model is not compatible",
        "Can you try again with a different model?",
        "I/O error",
        "Thanks to the cache nothing is lost",
        "Tried to load it from my_model.bin",
        "does not have a padding token",
        "huggingface-cli repo create my-model",
        "Which is not supported on this device",
        "Should be one of: a, b, c",
        "Is the server running on that host and accepting connections?",
        "tracing the function solve at /root/物理仿真/ode.py:17",
    ],
)
def test_a_message_goes_on_over_lines_that_only_sound_like_a_person(line):
    assert first(f"{CUDA}\n{line}") == ("RuntimeError", f"CUDA error: device-side assert triggered {line}")
