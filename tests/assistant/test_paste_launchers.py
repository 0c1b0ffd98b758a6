"""What launchers, loggers and other programs around Python print, and what they hide."""

import pytest

from tfhelp.reading.question import read_question

TRACE = """\
Traceback (most recent call last):
  File "/ai/train.py", line 40, in main
    trainer.train()
  File "/opt/conda/lib/python3.11/site-packages/transformers/trainer.py", line 2052, in train
    return inner_training_loop(
ValueError: Asking to pad but the tokenizer does not have a padding token.
"""
ERROR = ("ValueError", "Asking to pad but the tokenizer does not have a padding token.")
OTHER = TRACE.replace("ValueError: Asking to pad but", "KeyError: not that one,").replace("train", "serve")

SUMMARY = """\
E1120 10:11:12.000000 140 torch/distributed/elastic/multiprocessing/api.py:874] failed (exitcode: -9) local_rank: 0
Traceback (most recent call last):
  File "/venv/bin/torchrun", line 8, in <module>
    sys.exit(main())
torch.distributed.elastic.multiprocessing.errors.ChildFailedError:
============================================================
train.py FAILED
------------------------------------------------------------
Failures:
  <NO_OTHER_FAILURES>
------------------------------------------------------------
Root Cause (first observed failure):
[0]:
  time      : 2026-11-20_10:11:12
  host      : node01
  rank      : 0 (local_rank: 0)
  exitcode  : -9 (pid: 4711)
  error_file: <N/A>
  traceback : Signal 9 (SIGKILL) received by PID 4711
============================================================
"""


def errors(text):
    return [(error.exception, error.message) for error in read_question(text).errors]


def prefixed(prefix, text=TRACE):
    return "".join(f"{prefix}{line}\n" for line in text.splitlines())


@pytest.mark.parametrize(
    "prefix",
    [
        "[rank2]: ",
        "[rank2]:",
        "[Rank 2] ",
        "[default0]:",
        "[1,0]<stderr>:",
        "[trainer0|0]:",
        "(RayTrainWorker pid=123, ip=10.0.0.4) ",
        "(EngineCore_DP0 pid=77) ERROR 11-20 10:11:12 [core.py:718] ",
        "ERROR 11-20 10:11:12 [engine.py:12] ",
        "0: ",
        "12: ",
        "node01: ",
        "name-1  | ",
        "worker_3 | ",
        "2026-11-20T10:11:12.123456789Z stderr F ",
        "[pod/train-0/main] ",
        "2026-11-20 10:11:12.345 | ERROR    | __main__:main:12 - ",
        "2026-11-20 10:11:12,345 - __main__ - ERROR - ",
        "11/20/2026 10:11:12 - ERROR - __main__ - ",
        "[2026-01-01 12:00:00,123] [ERROR] ",
        "[2026-01-01 12:00:00,123] [ERROR] [axolotl.load:123] [PID:12] [RANK:0] ",
        "ERROR:root:",
        "Nov 20 10:11:12 host python[123]: ",
        "wandb: ",
        "> ",
        "> > ",
        "[rank0]: 2026-11-20 10:11:12,345 ERROR ",
    ],
)
def test_marks_before_every_line_hide_nothing(prefix):
    query = read_question(prefixed(prefix))
    assert errors(prefixed(prefix)) == [ERROR]
    assert query.form == "traceback"
    assert query.frames[0] == "main trainer.train()"
    assert query.words == ""


def test_interleaved_ranks_are_read_apart():
    lines = zip(prefixed("[rank0]: ").splitlines(), prefixed("[rank2]: ", OTHER).splitlines(), strict=True)
    query = read_question("".join(f"{first}\n{second}\n" for first, second in lines))
    assert {error.exception for error in query.errors} == {"ValueError", "KeyError"}
    assert ERROR in [(error.exception, error.message) for error in query.errors]


def test_one_failure_of_eight_ranks_counts_once():
    text = "".join(prefixed(f"[rank{rank}]: ", TRACE.replace("line 40", f"line 4{rank}")) for rank in range(8))
    assert errors(text) == [ERROR]


def test_numbers_alone_do_not_make_another_error():
    oom = "".join(f"[rank{n}]: torch.OutOfMemoryError: CUDA out of memory. GPU {n} has {n}.5 GiB\n" for n in range(8))
    assert len(errors(oom)) == 1


def test_a_launchers_summary_does_not_hide_the_error_above():
    assert errors(TRACE + SUMMARY)[0] == ERROR


def test_ranks_that_lost_their_peer_do_not_hide_the_rank_that_failed():
    lost = "DistBackendError: NCCL error: remote process exited or there was a network error"
    others = "".join(
        prefixed(f"[rank{n}]: ", TRACE.replace(": ".join(ERROR), f"torch.distributed.{lost}")) for n in (1, 2)
    )
    assert errors(prefixed("[rank0]: ") + others)[0] == ERROR
    assert errors(others)[0][0] == "DistBackendError"


def test_of_a_summary_alone_the_signal_is_read():
    query = read_question(SUMMARY)
    assert query.errors[0].exception is None
    assert "SIGKILL" in query.errors[0].message
    assert query.words == ""


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Killed", "Killed"),
        ("./run.sh: line 3:  1234 Killed                  python train.py", "Killed"),
        ("Segmentation fault (core dumped)", "Segmentation fault"),
        ("Fatal Python error: Segmentation fault", "Segmentation fault"),
        ("Process finished with exit code 137 (interrupted by signal 9: SIGKILL)", "exit code 137"),
        ("exit code -9", "exit code -9"),
        ("bash: tfhelp: command not found", "command not found"),
        ("train.py: error: unrecognized arguments: --fp8", "--fp8"),
        ("ERROR: No matching distribution found for torch==9.9", "No matching distribution"),
        ("slurmstepd: error: Detected 1 oom_kill event in StepId=1.0.", "oom_kill"),
        ("/x/kernel.cu(12): error: identifier undefined", "identifier undefined"),
        ("gcc: fatal error: cuda.h: No such file or directory", "cuda.h"),
        ("Program received signal SIGSEGV, Segmentation fault.", "SIGSEGV"),
        (
            "[E1120 10:11:12.123 ProcessGroupNCCL.cpp:607] [Rank 1] Watchdog caught collective operation timeout",
            "Watchdog",
        ),
    ],
)
def test_ends_without_an_exception_are_errors(text, message):
    query = read_question("loading the model\n" + text + "\n")
    assert query.form == "error"
    assert query.errors[0].exception is None
    assert message in query.errors[0].message


def test_thousands_of_cuda_assertions_are_one_and_stand_before_what_they_cause():
    assertion = (
        "../aten/src/ATen/native/cuda/Indexing.cu:1289: indexSelectLargeIndex: block: [{0},0,0], thread: [{1},0,0] "
        "Assertion `srcIndex < srcSelectDimSize` failed.\n"
    )
    log = "".join(assertion.format(number // 32, number % 32) for number in range(3000))
    found = errors(log + TRACE.replace(": ".join(ERROR), "RuntimeError: CUDA error: device-side assert triggered"))
    assert len(found) == 2
    assert "srcIndex < srcSelectDimSize" in found[0][1]
    assert found[1] == ("RuntimeError", "CUDA error: device-side assert triggered")


def test_cpp_traces_say_what():
    text = (
        "terminate called after throwing an instance of 'c10::Error'\n  what():  CUDA error: invalid device ordinal\n"
        "Exception raised from make at ../c10/core/Device.cpp:42 (most recent call first):\n"
        "frame #0: c10::Error::Error(c10::SourceLocation) + 0x57 (0x7f in /x/libc10.so)\n\nAborted (core dumped)\n"
    )
    query = read_question(text)
    assert query.errors[0].message.endswith("CUDA error: invalid device ordinal")
    assert query.words == ""
    assert errors(TRACE + text)[0] == ERROR


def test_a_failed_build_is_told_by_what_failed_inside():
    text = """\
  error: subprocess-exited-with-error

  × Getting requirements to build wheel did not run successfully.
  │ exit code: 1
  ╰─> [20 lines of output]
      Traceback (most recent call last):
        File "<string>", line 1, in <module>
      ModuleNotFoundError: No module named 'torch'
      [end of output]

  note: This error originates from a subprocess, and is likely not a problem with pip.
error: Failed to build flash-attn
ERROR: Could not build wheels for flash-attn, which is required to install pyproject.toml-based projects
"""
    assert errors(text)[0] == ("ModuleNotFoundError", "No module named 'torch'")


def test_pytest_reports_are_read():
    text = """\
    def test_pad():
>       batch = tokenizer(["a", "b c"], padding=True)

tests/test_pad.py:12:
_ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _
E       ValueError: Asking to pad but the tokenizer does not have a padding token.

/venv/lib/python3.11/site-packages/transformers/tokenization_utils_base.py:2887: ValueError
=========================== short test summary info ===========================
FAILED tests/test_pad.py::test_pad - ValueError: Asking to pad but the tokenizer does not have a padding token.
"""
    assert errors(text)[0] == ERROR


def test_warnings_before_or_after_an_error_do_not_outrank_it():
    warning = "/venv/lib/x.py:12: FutureWarning: `torch_dtype` is deprecated\n  warnings.warn(\n"
    logged = "[WARNING|trainer.py:803] 2026-11-20 10:11:12,345 >> Some weights were not used\n"
    assert errors((warning + logged) * 3 + TRACE + warning + logged)[0] == ERROR


def test_warnings_beside_an_error_are_not_embedded():
    assert "torch_dtype" not in read_question("x.py:1: FutureWarning: `torch_dtype` is old\n" + TRACE).dense_text


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("/x/utils.py:1: UserWarning: `pad_token_id` is set.\n  warnings.warn(", "`pad_token_id` is set."),
        ("[WARNING|trainer.py:803] 2026-11-20 10:11:12,345 >> Tokens are new.", "Tokens are new."),
        ("W0101 12:00:00.000000 123 torch/x.py:793] OMP_NUM_THREADS is 1.", "OMP_NUM_THREADS is 1."),
        ("WARNING:root:The model is old.", "The model is old."),
        ("Some weights of X were not initialized: ['score.weight']", "Some weights of X were not initialized"),
    ],
)
def test_a_warning_that_is_asked_about_is_kept(line, message):
    query = read_question(f"{line}\n\nCan I ignore this?\n")
    assert query.errors[0].message.startswith(message)
    assert "warnings.warn" not in query.errors[0].message
    assert query.errors[0].role == "warning"
    assert query.words == "Can I ignore this?"


@pytest.mark.parametrize(
    "path",
    [
        "/venv/lib/python3.11/site-packages/x/y.py",
        "/usr/lib/python3/dist-packages/x.py",
        "/home/u/miniconda3/envs/ai/lib/python3.10/threading.py",
        "C:\\Users\\u\\anaconda3\\Lib\\threading.py",
        "C:\\Python311\\Lib\\site-packages\\torch\\nn.py",
        "<frozen importlib._bootstrap>",
        "/venv/bin/torchrun",
    ],
)
def test_library_frames_are_told_from_the_users(path):
    text = TRACE.replace("/opt/conda/lib/python3.11/site-packages/transformers/trainer.py", path)
    assert read_question(text).frames == ("main trainer.train()", "train return inner_training_loop(")


@pytest.mark.parametrize(
    "path", ["/tmp/ipykernel_12/345.py", "<ipython-input-3-ab>", "D:\\项目\\train.py", "./src/my.py"]
)
def test_frames_of_notebooks_and_odd_paths_are_the_users(path):
    text = TRACE.replace("/opt/conda/lib/python3.11/site-packages/transformers/trainer.py", path)
    assert read_question(text).frames[0] == "train return inner_training_loop("


@pytest.mark.parametrize(
    "line",
    [
        "/venv/bin/python /ai/train.py",
        "C:\\ai\\Scripts\\python.exe C:\\ai\\main.py",
        "python -m accelerate.commands.launch train.py",
        "(py39) [root@内网 hub]# ls",
        "Exception in thread Thread-3 (generate):",
        "============ FAILURES ============",
        "_________ test_pad _________",
        "tests/test_a.py::test_x FAILED         [100%]",
        "/x/transformers/utils/hub.py:400: OSError",
        "/x/torch/nn/modules/module.py in _call_impl(self, *args)\n   1773     return self._call_impl(*args)",
    ],
)
def test_what_programs_print_around_a_failure_is_nobodys_words(line):
    assert read_question(f"{line}\n{TRACE}").words == ""


def test_a_message_that_a_summary_shortens_is_read_whole():
    text = f"E   {': '.join(ERROR)}\n\nFAILED tests/test_a.py::test_x - ValueError: Asking to pad but the ...\n"
    assert errors(text) == [ERROR]
    assert read_question(text).words == ""


def test_a_containers_exit_does_not_hide_what_failed():
    text = prefixed("api-1  | ") + "api-1 exited with code 1\n"
    assert errors(text)[0] == ERROR
    assert read_question(text).words == ""


def test_an_interactive_prompt_ends_a_message():
    assert errors(TRACE + ">>> exit()\n") == [ERROR]
