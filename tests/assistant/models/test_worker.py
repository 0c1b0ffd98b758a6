"""The process's end of the pipes: the real loop, with handlers that need no torch (``served.py``)."""

import os
import shutil
import signal
import subprocess
import sys
import time

import pytest

from tfhelp.models.errors import ModelError
from tfhelp.models.process import ModelProcess
from tfhelp.models.protocol import Done, Encode, EncoderSpec, Piece, Progress, Vectors

posix = pytest.mark.skipif(os.name != "posix", reason="signals and process groups")

HELD = """
import ctypes, sys
from tfhelp.worker import pulse
pulse.HEARTBEAT_SECONDS = 0.05
beat = pulse.Pulse(lambda frame: None, stuck_seconds=1.0)
beat.loaded()
import time; time.sleep(0.3)
print("held", flush=True)
ctypes.PyDLL(None).sleep(60)  # PyDLL keeps the lock that every Python thread needs
"""


def can_trace():
    return shutil.which("strace") and not subprocess.run(["strace", "-o", os.devnull, "true"], check=False).returncode


def pieces(stream):
    return [frame.message.text for frame in stream if isinstance(frame.message, Piece)]


def failure(stream):
    with pytest.raises(ModelError) as caught:
        list(stream)
    return caught.value


def test_a_request_is_taken_up_served_and_finished(worker, generate):
    frames = [frame.message for frame in worker().request(generate("say one two"))]
    assert frames == [Progress("load", 0, 1), Piece("one"), Piece("two"), Done({"tokens": 2})]


def test_what_was_loaded_is_not_announced_again(worker, generate):
    process = worker()
    list(process.request(generate("say one")))
    assert next(process.request(generate("say two"))).message == Progress("prefill", 0, 0)
    texts = ("abcd" * 10_000_000, "x")
    frames = list(process.request(Encode(EncoderSpec("f"), texts, "passage")))
    assert [frame.message for frame in frames] == [Progress("encode", 0, 2), Vectors(1, 10_000_000), Done({})]
    assert len(frames[1].payload) == 40_000_000


def test_what_libraries_print_does_not_reach_the_pipe(worker, generate, tmp_path):
    process = worker()
    assert pieces(process.request(generate("chatter loudly"))) == ["read ''"]
    process.close()
    kept = (tmp_path / "state" / "log").read_text(encoding="utf-8")
    assert all(f"{how} loudly" in kept for how in ("printed", "written", "started", "complained"))


def test_a_failure_keeps_its_values_and_the_process(worker, generate):
    process = worker()
    error = failure(process.request(generate("fail out_of_memory")))
    assert (error.code, error.values["device"]) == ("out_of_memory", "cuda:0")
    pid = process.pid
    assert pieces(process.request(generate("say on"))) == ["on"]
    assert process.pid == pid


@pytest.mark.parametrize("name", ["ValueError", "SystemExit"])
def test_an_unforeseen_error_is_one_sentence_and_a_traceback_in_the_log(worker, generate, name, tmp_path):
    process = worker()
    error = failure(process.request(generate(f"raise {name}")))
    assert error.code == "unexpected"
    assert f"({name}" in error.message
    assert "\n" not in error.message
    assert pieces(process.request(generate("say on"))) == ["on"]
    process.close()
    assert "Traceback" in (tmp_path / "state" / "log").read_text(encoding="utf-8")


def test_a_library_that_is_broken_is_named_with_what_to_do(worker, generate):
    error = failure(worker().request(generate("load tfhelp_no_such_library")))
    assert error.code == "broken_library"
    assert "tfhelp_no_such_library" in error.message
    assert "pip install" in error.hint


def test_a_cancel_reaches_the_one_that_works_and_those_that_wait(worker, generate):
    process = worker(cancel=3)
    working, waiting, last = (process.request(generate(text)) for text in ("work 60", "work 60", "say last"))
    while next(working).message != Piece("working"):
        pass
    pid = process.pid
    waiting.cancel()
    working.cancel()
    assert failure(working).code == failure(waiting).code == "cancelled"
    assert pieces(last) == ["last"]
    assert process.pid == pid


def test_one_that_ignores_the_cancel_is_replaced(worker, generate):
    process = worker(cancel=0.3)
    with process.request(generate("ignore 60")) as stream:
        while next(stream).message != Piece("working"):
            pass
    assert pieces(process.request(generate("say on"))) == ["on"]


def test_it_ends_by_itself_when_nothing_is_asked_and_comes_back_unnoticed(worker, generate, wait, tmp_path):
    process = worker(idle=0.2)
    for _ in range(3):
        assert pieces(process.request(generate("say on"))) == ["on"]
        wait(lambda: process.pid is None)
    assert (tmp_path / "state" / "log").read_text(encoding="utf-8").count("ended: idle") == 3


@posix
def test_ctrl_c_is_not_for_it(worker, generate):
    process = worker()
    assert pieces(process.request(generate("signal SIGINT"))) == ["now"]


@posix
def test_a_crash_leaves_a_traceback_in_the_log(worker, generate, tmp_path):
    process = worker()
    error = failure(process.request(generate("signal SIGSEGV")))
    assert (error.code, error.values["signal"]) == ("died_signal", "SIGSEGV")
    assert "served.py" in (tmp_path / "state" / "log").read_text(encoding="utf-8")


def test_it_opens_no_connection(worker, generate):
    assert pieces(worker().request(generate("connect"))) == []


@pytest.mark.skipif(not can_trace(), reason="strace is not installed, or not allowed")
def test_the_system_sees_no_internet_socket(worker, generate, wait, tmp_path):
    trace = tmp_path / "trace"
    process = worker(idle=0.2)
    process._command = ("strace", "-f", "-e", "trace=network", "-o", str(trace), *process._command)
    pieces(process.request(generate("connect")))
    wait(lambda: process.pid is None)  # only then is the trace complete
    assert "socketpair(AF_UNIX" in trace.read_text()
    assert "AF_INET" not in trace.read_text()


def test_it_is_told_to_stay_offline_and_loads_nothing_of_the_index(worker, generate):
    process = worker()
    names = "HF_HUB_OFFLINE TRANSFORMERS_OFFLINE HF_DATASETS_OFFLINE HF_HUB_DISABLE_TELEMETRY TOKENIZERS_PARALLELISM"
    assert pieces(process.request(generate(f"variables {names}"))) == ["1", "1", "1", "1", "false"]
    (loaded,) = pieces(process.request(generate("modules")))
    assert not {"faiss", "numpy", "torch", "onnxruntime", "textual"} & set(loaded.split())


@posix
def test_when_the_process_is_killed_the_processes_of_its_pool_end_too(worker, generate, wait, is_alive):
    process = worker()
    stream = process.request(generate("pool"))
    while not isinstance((reply := next(stream).message), Piece):
        pass
    os.kill(process.pid, signal.SIGKILL)
    assert failure(stream).code == "died_killed"
    wait(lambda: not is_alive(int(reply.text)))


@posix
def test_a_process_in_which_no_python_runs_any_more_ends_by_itself(shell):
    begin = time.monotonic()
    done = subprocess.run([sys.executable, "-c", HELD], env=shell(), capture_output=True, text=True, timeout=30)
    assert (done.returncode, done.stdout) == (1, "held\n")
    assert "Timeout" in done.stderr
    assert time.monotonic() - begin < 10


@pytest.mark.parametrize(("sent", "code", "said"), [(b"", 0, b""), (b"hello\n", 65, b"not a message")])
def test_it_goes_with_the_pipe_and_files_in_the_working_folder_are_no_libraries(shell, tmp_path, sent, code, said):
    (tmp_path / "json.py").write_text("raise SystemExit('hostile')", encoding="utf-8")
    command = ModelProcess("en")._command
    done = subprocess.run(command, env=shell(), cwd=tmp_path, input=sent, capture_output=True, timeout=30)
    assert done.returncode == code
    assert said in done.stderr
