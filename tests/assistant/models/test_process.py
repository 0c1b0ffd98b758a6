"""The program's end of the pipes, with processes that die, hang and talk nonsense at every point."""

import os
import stat
import threading
import time

import pytest

from tfhelp.models.errors import ModelError
from tfhelp.models.log import ProcessLog
from tfhelp.models.process import ModelProcess
from tfhelp.models.protocol import Done, Encode, EncoderSpec, Piece, Progress, Vectors

posix = pytest.mark.skipif(os.name != "posix", reason="signals")

SERVE = """
while frame := take():
    if isinstance(frame.message, Generate):
        send(frame.id, Piece(frame.message.messages[-1][1]))
        send(frame.id, Done({}))
"""


def texts(stream):
    return [frame.message.text for frame in stream if isinstance(frame.message, Piece)]


def failure(stream):
    with pytest.raises(ModelError) as caught:
        list(stream)
    return caught.value


def test_replies_come_in_order_and_end_with_done(fake, generate):
    process = fake(
        """
        frame = take()
        send(0, Heartbeat())
        send(frame.id, Progress("load", 1, 1))
        send(99, Piece("of nobody"))
        send(frame.id, Piece("text"))
        send(frame.id, Done({"tokens": 1.0}))
        take()
        """
    )
    assert [frame.message for frame in process.request(generate("x"))] == [
        Progress("load", 1, 1),
        Piece("text"),
        Done({"tokens": 1.0}),
    ]


def test_one_process_serves_many_requests(fake, generate):
    process = fake(SERVE)
    streams = [process.request(generate(word)) for word in "abc"]
    pid = process.pid
    assert [texts(stream) for stream in reversed(streams)] == [["c"], ["b"], ["a"]]
    assert process.pid == pid


def test_threads_get_their_own_replies(fake, generate):
    process, got = fake(SERVE), {}

    def ask(name):
        got[name] = [texts(process.request(generate(f"{name}{number}"))) for number in range(20)]

    threads = [threading.Thread(target=ask, args=(name,)) for name in "abcdef"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert got == {name: [[f"{name}{number}"] for number in range(20)] for name in "abcdef"}


@pytest.mark.parametrize("before", ["", "send(0, Heartbeat())\n", "send(0, Heartbeat()); take()\n"])
def test_a_process_that_dies_before_it_takes_a_request_up_gets_one_more_chance(fake, generate, before, tmp_path):
    error = failure(fake(f"first_time()\n{before}os._exit(7)").request(generate("x")))
    assert (error.code, error.values["exit"]) == ("died_code", "7")
    assert str(tmp_path / "state" / "log") in error.message
    assert (tmp_path / "marker").read_text() == "xx"


@pytest.mark.parametrize(
    "rest",
    [b"", b'{"kind": "pie', b'{"kind": "vectors", "id": 1, "bytes": 9, "message": {"count": 1, "dim": 1}}\n1234'],
    ids=["between frames", "within a line", "within the bytes"],
)
def test_a_process_that_dies_while_it_replies_fails_the_request(fake, generate, rest):
    process = fake(
        f"frame = take(); send(frame.id, Piece('begun')); sys.stdout.buffer.write({rest!r}); sys.stdout.flush()\n"
        "os._exit(3)"
    )
    stream = process.request(generate("x"))
    assert next(stream).message == Piece("begun")
    error = failure(stream)
    assert (error.code, error.values["exit"]) == ("died_code", "3")


def test_the_next_request_is_served_by_a_new_process(fake, generate):
    process = fake(f"if first_time():\n    frame = take(); send(frame.id, Piece('x')); os._exit(3)\n{SERVE}")
    first, second = process.request(generate("first")), process.request(generate("second"))
    assert failure(first).code == "died_code"
    assert texts(second) == ["second"]
    assert texts(process.request(generate("third"))) == ["third"]


def test_a_death_after_the_end_of_a_request_is_nobodys_business(fake, generate, wait):
    process = fake("frame = take(); send(frame.id, Piece('x')); send(frame.id, Done({})); os._exit(1)")
    for _ in range(3):
        assert texts(process.request(generate("x"))) == ["x"]
        wait(lambda: process.pid is None)


@posix
@pytest.mark.parametrize(("name", "code"), [("SIGKILL", "died_killed"), ("SIGSEGV", "died_signal")])
def test_the_signal_that_ended_it_is_named(fake, generate, name, code):
    error = failure(
        fake(
            f"frame = take(); send(frame.id, Piece('x')); os.kill(os.getpid(), signal.{name}); time.sleep(9)"
        ).request(generate("x"))
    )
    assert error.code == code
    assert name in error.message


def test_silence_is_the_end_of_a_process(fake, generate):
    process = fake(
        f"if first_time():\n    frame = take(); send(frame.id, Piece('x')); time.sleep(60)\n{SERVE}", silence=0.5
    )
    error = failure(process.request(generate("x")))
    assert (error.code, error.values["seconds"]) == ("stuck", "0.5")
    assert texts(process.request(generate("y"))) == ["y"]


def test_a_process_that_never_says_anything_is_not_started_twice(fake, generate, tmp_path):
    assert failure(fake("first_time(); time.sleep(60)", loading=1.5).request(generate("x"))).code == "stuck"
    assert (tmp_path / "marker").read_text() == "x"


def test_a_heart_that_beats_keeps_a_slow_request_alive(fake, generate):
    process = fake(
        """
        frame = take()
        send(frame.id, Piece("x"))
        for _ in range(15):
            send(0, Heartbeat()); time.sleep(0.1)
        send(frame.id, Done({}))
        take()
        """,
        silence=0.8,
    )
    assert texts(process.request(generate("x"))) == ["x"]


@pytest.mark.parametrize(
    "noise",
    [
        b"Loading checkpoint shards\n",
        b"[]\n",
        b"\xff" * 100 + b"\n",
        b'{"kind": "piece", "id": 1, "bytes": 1000000000000000000, "message": {"text": ""}}\n',
        b'{"kind": "piece", "id": 1, "bytes": 0, "message": []}\n',
        b"[" * 100_000 + b"\n",
    ],
    ids=["print", "list", "bytes", "huge", "fields", "deep"],
)
def test_nonsense_on_the_pipe_is_the_end_of_a_process(fake, generate, noise):
    process = fake(
        f"frame = take(); send(frame.id, Piece('x')); sys.stdout.buffer.write({noise!r}); sys.stdout.flush()\n"
        "time.sleep(60)",
        end=0.2,
    )
    assert failure(process.request(generate("x"))).code == "died_garbage"


def test_a_cancel_ends_the_stream_at_once_and_the_process_goes_on(fake, generate):
    process = fake(
        """
        while frame := take():
            if isinstance(frame.message, Cancel):
                send(frame.message.target, Failed("cancelled", {}))
            elif frame.message.messages[-1][1] == "long":
                send(frame.id, Piece("begun"))
            else:
                send(frame.id, Done({}))
        """,
        cancel=2,
    )
    stream = process.request(generate("long"))
    next(stream)
    pid, begin = process.pid, time.monotonic()
    threading.Timer(0.1, stream.cancel).start()
    assert failure(stream).code == "cancelled"
    assert time.monotonic() - begin < 1
    assert list(stream) == []
    assert [frame.message for frame in process.request(generate("short"))] == [Done({})]
    assert process.pid == pid


def test_a_cancel_that_is_not_heeded_costs_the_process_and_not_the_next_request(fake, generate):
    process = fake(
        f"if first_time():\n    frame = take(); send(frame.id, Piece('x'))\n    while True:\n"
        f"        send(0, Heartbeat()); time.sleep(0.05)\n{SERVE}",
        cancel=0.4,
    )
    with process.request(generate("first")) as stream:
        next(stream)
        pid = process.pid
    assert failure(stream).code == "cancelled"
    assert texts(process.request(generate("second"))) == ["second"]
    assert process.pid != pid


def test_a_request_that_comes_just_when_the_process_ends_by_itself_is_served_by_another(fake, generate):
    assert texts(fake(f"if first_time():\n    take(); sys.exit()\n{SERVE}").request(generate("x"))) == ["x"]


def test_forty_megabytes_pass_in_both_directions(fake):
    process = fake(
        """
        frame = take()
        payload = frame.message.texts[0].encode()
        send(frame.id, Vectors(1, len(payload) // 4), payload)
        send(frame.id, Done({}))
        take()
        """
    )
    text = "0123456789" * 4_000_000
    frames = list(process.request(Encode(EncoderSpec("f"), (text,), "query")))
    assert frames[0].message == Vectors(1, 10_000_000)
    assert frames[0].payload == text.encode()


def test_what_it_complains_of_is_kept_for_its_user_alone(fake, generate, tmp_path):
    process = fake("frame = take(); print('odd: \\u4f60', file=sys.stderr); send(frame.id, Done({})); take()")
    list(process.request(generate("x")))
    process.close()
    file = tmp_path / "state" / "log"
    assert "odd: \u4f60" in file.read_text(encoding="utf-8")
    assert os.name != "posix" or stat.S_IMODE(file.stat().st_mode) == 0o600


def test_without_a_folder_for_the_log_it_works_all_the_same(fake, generate, tmp_path):
    process = fake("print('complaint', file=sys.stderr)\n" + SERVE)
    process._log._path = tmp_path / "nowhere" / "log"
    assert texts(process.request(generate("x"))) == ["x"]


@posix
def test_closing_ends_a_process_that_ignores_sigterm_and_fails_what_was_asked(fake, generate):
    process = fake(
        "signal.signal(signal.SIGTERM, signal.SIG_IGN); frame = take(); send(frame.id, Piece('x'))\n"
        "while True: time.sleep(1)",
        end=0.3,
    )
    stream = process.request(generate("x"))
    next(stream)
    begin = time.monotonic()
    process.close()
    assert time.monotonic() - begin < 2
    assert failure(stream).code == "cancelled"
    with pytest.raises(ModelError, match="ending"):
        process.request(generate("y"))


def test_a_command_that_is_not_there_is_told_in_one_sentence(generate, log):
    with pytest.raises(ModelError) as caught, ModelProcess("en", command=["/no/such/python"], log=log) as process:
        process.request(generate("x"))
    assert caught.value.code == "unstartable"


def test_a_failure_of_the_request_comes_in_the_users_language(fake, generate):
    process = fake("frame = take(); send(frame.id, Failed('no_model', {'model': 'a\\x1b[31mb'})); take()")
    error = failure(process.request(generate("x")))
    assert error.message == "There is no model ab on this machine."
    assert error.spoken("zh").message == "这台机器上没有模型 ab。"


def test_the_log_is_one_that_several_programs_share(tmp_path):
    logs = [ProcessLog(tmp_path / "log", max_bytes=1000) for _ in range(2)]
    for number in range(100):
        logs[number % 2].append(f"line {number}\n".encode() * 3)
        assert (tmp_path / "log").stat().st_size <= 1000
    lines = (tmp_path / "log").read_text().splitlines()
    assert lines[-1] == "line 99"
    assert all(line.startswith("line ") for line in lines)
    logs[0].append(b"x" * 5000)
    assert (tmp_path / "log").stat().st_size <= 1000


def test_this_end_of_the_pipes_loads_no_model_library(run):
    program = "import sys, tfhelp.models.process; print(*sys.modules)"
    loaded = {name.partition(".")[0] for name in run(program=program).out.split()}
    assert not loaded & {"torch", "transformers", "sentence_transformers", "numpy", "faiss", "onnxruntime"}
