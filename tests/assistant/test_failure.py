"""Tracebacks as launchers, notebooks, loggers and people leave them."""

import pytest

from tfhelp.reading.question import read_question

KEY_ERROR = """\
Traceback (most recent call last):
  File "/venv/lib/python3.11/site-packages/transformers/models/auto/configuration_auto.py", line 1131, in from_pretrained
    config_class = CONFIG_MAPPING[config_dict["model_type"]]
                   ~~~~~~~~~~~~~~^^^^^^^^^^^^^^^^^^^^^^^^^^^
  File "/venv/lib/python3.11/site-packages/transformers/models/auto/configuration_auto.py", line 833, in __getitem__
    raise KeyError(key)
KeyError: 'qwen3'
"""
VALUE_ERROR = """\
Traceback (most recent call last):
  File "/ai/run.py", line 3, in <module>
    model = AutoModel.from_pretrained("Qwen/Qwen3-8B")
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  File "/venv/lib/python3.11/site-packages/transformers/models/auto/configuration_auto.py", line 1133, in from_pretrained
    raise ValueError(
ValueError: The checkpoint you are trying to load has model type `qwen3` but Transformers does not recognize it.
"""
DURING = "\nDuring handling of the above exception, another exception occurred:\n\n"
CAUSE = "\nThe above exception was the direct cause of the following exception:\n\n"
OOM = """\
Traceback (most recent call last):
  File "train.py", line 40, in <module>
    trainer.train()
torch.OutOfMemoryError: CUDA out of memory. Tried to allocate 2.00 GiB.
"""


def errors(text):
    return [(error.exception, error.message) for error in read_question(text).errors]


def first(text):
    return errors(text)[0]


@pytest.mark.parametrize("link", [DURING, CAUSE], ids=["during handling", "direct cause"])
def test_the_root_cause_stands_before_what_wraps_it(link):
    found = errors(KEY_ERROR + link + VALUE_ERROR)
    assert found[0] == ("KeyError", "'qwen3'")
    assert found[1][0] == "ValueError"


def test_of_several_tracebacks_the_last_one_counts():
    found = errors(VALUE_ERROR + "retrying\n" + OOM)
    assert found[0] == ("OutOfMemoryError", "CUDA out of memory. Tried to allocate 2.00 GiB.")
    assert found[1][0] == "ValueError"


@pytest.mark.parametrize(
    "prefix",
    [
        "[rank2]: ",
        "[default0]:",
        "(RayTrainWorker pid=1) ",
        "(main_task pid=2391, ip=10.0.0.4) ",
        "(EngineCore_0 pid=77) ",
        "trainer-1  | ",
        "2026-11-20 10:11:12,345 ERROR ",
        "2026-11-20 10:11:12 - ERROR - ",
        "[2026-11-20 10:11:12,345] [ERROR] ",
    ],
)
def test_prefixes_of_launchers_and_loggers_are_taken_away(prefix):
    text = "".join(prefix + line + "\n" for line in (KEY_ERROR + DURING + VALUE_ERROR).splitlines())
    assert errors(text)[0] == ("KeyError", "'qwen3'")
    assert any("from_pretrained" in frame for frame in read_question(text).frames)


def test_progress_bars_are_no_words_and_hide_nothing():
    bars = "".join(f"\r {n}%|{'█' * n}| {n}/100 [00:01<00:02, 3.10it/s]" for n in (10, 50, 90))
    query = read_question(bars + "\n" + OOM + bars)
    assert query.errors[0].exception == "OutOfMemoryError"
    assert "█" not in query.words
    assert "it/s" not in query.words


def test_ipython_tracebacks_are_read():
    text = """\
---------------------------------------------------------------------------
ValueError                                Traceback (most recent call last)
Cell In[3], line 2
      1 tokenizer = AutoTokenizer.from_pretrained("gpt2")
----> 2 batch = tokenizer(["a", "b c"], padding=True)

File /venv/lib/python3.11/site-packages/transformers/tokenization_utils_base.py:2887, in PreTrainedTokenizerBase.__call__(self)
   2885     encodings = self._call_one(text=text)
-> 2887     raise ValueError(
   2888         "Asking to pad")

ValueError: Asking to pad but the tokenizer does not have a padding token.
"""
    query = read_question(text)
    assert query.form == "traceback"
    assert [error.exception for error in query.errors] == ["ValueError"]
    assert query.errors[0].message.startswith("Asking to pad but")
    assert any("padding=True" in frame for frame in query.frames)


def test_rich_boxes_are_opened():
    text = """\
╭─────────────────────────────── Traceback (most recent call last) ────────────────────────────────╮
│ /ai/train.py:12 in <module>                                                                       │
│                                                                                                  │
│ ❱ 12 trainer.train()                                                                             │
╰──────────────────────────────────────────────────────────────────────────────────────────────────╯
RuntimeError: expected scalar type Half but found Float
"""
    assert first(text) == ("RuntimeError", "expected scalar type Half but found Float")


def test_what_a_launcher_reports_does_not_hide_what_failed():
    launcher = """\
E1120 10:11:12.000000 140 torch/distributed/elastic/multiprocessing/api.py:874] failed (exitcode: 1) local_rank: 0
Traceback (most recent call last):
  File "/venv/bin/torchrun", line 8, in <module>
    sys.exit(main())
  File "/venv/lib/python3.11/site-packages/torch/distributed/launcher/api.py", line 263, in launch_agent
    raise ChildFailedError(
torch.distributed.elastic.multiprocessing.errors.ChildFailedError:
============================================================
train.py FAILED
------------------------------------------------------------
Root Cause (first observed failure):
[0]:
  time      : 2026-11-20_10:11:12
  exitcode  : 1 (pid: 4711)
============================================================
"""
    prefixed = "".join(f"[rank0]: {line}\n" for line in OOM.splitlines())
    assert first(prefixed + launcher) == ("OutOfMemoryError", "CUDA out of memory. Tried to allocate 2.00 GiB.")


def test_a_head_that_was_cut_away_is_not_missed():
    tail = "".join(line + "\n" for line in VALUE_ERROR.splitlines()[2:])
    query = read_question(tail)
    assert query.form == "traceback"
    assert query.errors[0].exception == "ValueError"


def test_a_bare_error_line_is_an_error():
    query = read_question("ValueError: Asking to pad but the tokenizer does not have a padding token.")
    assert (query.form, query.language, query.words) == ("error", None, "")


def test_windows_line_ends_change_nothing():
    assert read_question((KEY_ERROR + DURING + VALUE_ERROR).replace("\n", "\r\n")).errors == (
        read_question(KEY_ERROR + DURING + VALUE_ERROR).errors
    )


def test_windows_and_chinese_paths_are_frames():
    text = """\
Traceback (most recent call last):
  File "D:\\项目\\训练 代码\\train.py", line 4, in 主函数
    model = AutoModel.from_pretrained("模型")
  File "C:\\Python311\\Lib\\site-packages\\transformers\\modeling_utils.py", line 1, in from_pretrained
    raise OSError("x")
OSError: 模型 does not appear to have a file named config.json.
"""
    query = read_question(text)
    assert query.errors[0].exception == "OSError"
    assert query.frames[0].startswith("主函数")


def test_warnings_are_errors_of_their_own():
    text = (
        "/venv/lib/python3.11/site-packages/transformers/generation/utils.py:1: UserWarning: "
        "Setting `pad_token_id` to `eos_token_id`.\n  warnings.warn(\n"
    )
    assert first(text)[0] == "UserWarning"
    assert first(text)[1].startswith("Setting `pad_token_id`")


def test_messages_of_several_lines_stay_together():
    text = (
        "ImportError: \nLlamaTokenizer requires the SentencePiece library\nbut it was not found.\n\nunrelated words\n"
    )
    assert first(text) == ("ImportError", "LlamaTokenizer requires the SentencePiece library but it was not found.")


def test_users_frames_come_before_library_frames():
    frames = read_question(VALUE_ERROR).frames
    assert "AutoModel.from_pretrained" in frames[0]
    assert "raise ValueError(" in frames[-1]


def test_an_error_quoted_in_a_sentence_is_found():
    query = read_question("I get RuntimeError: expected scalar type Half but found Float")
    assert query.errors[0].exception == "RuntimeError"
    assert query.language == "en"


def test_every_exception_group_member_is_read():
    text = """\
  + Exception Group Traceback (most recent call last):
  |   File "run.py", line 1, in <module>
  | ExceptionGroup: several (1 sub-exception)
  +-+---------------- 1 ----------------
    | Traceback (most recent call last):
    |   File "run.py", line 2, in work
    | ValueError: Asking to pad
    +------------------------------------
"""
    assert ("ValueError", "Asking to pad") in errors(text)
