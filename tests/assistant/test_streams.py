"""Streams that are closed, narrow, hostile, or a terminal."""

import contextlib
import json
import os
import select
import signal
import subprocess
import sys

import pytest

PAD = "ValueError: Asking to pad but the tokenizer does not have a padding token."
HOSTILE = (
    "why \x1b]52;c;ZXZpbA==\x07 \x1b]8;;http://evil.example\n\x9b31m \u202e CUDA out of memory [batch, seq] [/x]"
)
FORBIDDEN = (b"\x1b", b"\x07", b"\xc2\x9b", "\u202e".encode(), b"ZXZpbA")
windows = pytest.mark.skipif(os.name == "nt", reason="needs a POSIX terminal")


@pytest.mark.parametrize(
    "option", [[], ["--json"], ["--plain"], ["--why"]], ids=lambda option: " ".join(option) or "text"
)
def test_hostile_bytes_are_never_echoed(run, option):
    ran = run("ask", *option, stdin=HOSTILE)
    assert ran.code in (0, 1)
    assert not [bad for bad in FORBIDDEN if bad in ran.raw]


@pytest.mark.parametrize(
    "arguments",
    [["ask", "-f", "\x1b]52;c;ZXZpbA==\x07"], ["ask", "--not", "\x1b[31m", "x"], ["ask", "--env", "\x1b[31m", "x"],
     ["ask", "--index", "\x1b[31m", "x"], ["\x1b[31m"], ["--x\x1b[31m"], ["ask", "-n", "\x1b[31m"]],
)  # fmt: skip
def test_hostile_arguments_are_never_echoed(run, arguments):
    ran = run(*arguments)
    assert ran.code in (2, 3)
    assert b"\x1b" not in ran.raw


def test_brackets_are_echoed_as_they_are(run):
    assert json.loads(run("ask", "--json", stdin=HOSTILE).out)["query"].endswith(
        "CUDA out of memory [batch, seq] [/x]"
    )


@pytest.mark.parametrize("encoding", ["ascii", "gbk", "latin-1"])
def test_no_encoding_of_the_stream_ends_in_an_error(run, encoding):
    ran = run("ask", "显存不足怎么办", PYTHONIOENCODING=encoding, encoding=encoding)
    assert (ran.code, ran.err) == (0, "")
    assert "CUDA" in ran.out


@pytest.mark.parametrize("encoding", ["ascii", "gbk"])
def test_json_loses_nothing_on_a_narrow_stream(run, encoding):
    ran = run("ask", "--json", stdin="显存不足怎么办", PYTHONIOENCODING=encoding, encoding="ascii")
    assert json.loads(ran.out)["query"] == "显存不足怎么办"


def test_a_locale_without_unicode_still_understands_chinese(run):
    ran = run(
        "ask", "--json", "显存不足怎么办", LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0", encoding="ascii"
    )
    assert json.loads(ran.out)["language"] == "zh"


@pytest.mark.parametrize("home", ["/nonexistent/home", "/dev/null", None])
def test_no_home_is_needed(run, home):
    ran = run("ask", PAD, HOME=home)
    assert (ran.code, ran.err) == (0, "")


@windows
@pytest.mark.parametrize("arguments", [["ask", PAD], ["--help"], ["ask", "--json", PAD], ["ask", "--batch", "-"]])
def test_a_reader_that_has_gone_is_no_error(shell, tmp_path, arguments):
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run(
        [sys.executable, "-m", "tfhelp", *arguments],
        input=b'"CUDA out of memory"\n' * 3, stdout=write, stderr=subprocess.PIPE, env=shell(), cwd=tmp_path, timeout=60,
    )  # fmt: skip
    os.close(write)
    assert (done.returncode, done.stderr) == (0, b"")


@windows
@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-"])
def test_closed_streams_are_no_internal_error(shell, tmp_path, closed):
    command = f'"$0" -m tfhelp ask "{PAD}" {closed}'
    done = subprocess.run(
        ["/bin/sh", "-c", command, sys.executable], capture_output=True, env=shell(), cwd=tmp_path, timeout=60
    )
    assert done.returncode == 0
    assert b"rror" not in done.stderr


@pytest.mark.parametrize("seed", ["1", "random"])
def test_the_same_question_gets_the_same_bytes_under_any_hash_seed(run, seed):
    question = "how do I stop my model from repeating the same sentence"
    for option in ([], ["--json"], ["--why"]):
        first, second = (run("ask", *option, question, PYTHONHASHSEED=value) for value in ("0", seed))
        assert [line for line in first.raw.splitlines() if b"elapsed_ms" not in line] == [
            line for line in second.raw.splitlines() if b"elapsed_ms" not in line
        ]


def on_terminal(shell, tmp_path, *arguments, typed=b"", until=None, interrupt=False, **variables):
    """Run on a terminal of 24 rows and 80 columns; what it showed and the exit code."""
    import fcntl
    import pty
    import struct
    import termios

    main, other = pty.openpty()
    fcntl.ioctl(other, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    variables = {"TERM": "xterm-256color", **variables}
    process = subprocess.Popen(
        [sys.executable, "-m", "tfhelp", *arguments],
        stdin=other, stdout=other, stderr=other, env=shell(**variables), cwd=tmp_path, start_new_session=True,
    )  # fmt: skip
    os.close(other)
    shown = b""
    with contextlib.suppress(OSError):  # what Linux says of a terminal that nobody holds open
        while select.select([main], [], [], 30)[0] and (chunk := os.read(main, 65536)):
            shown += chunk
            if until and until in shown:
                until = None
                os.write(main, typed)
                if interrupt:
                    process.send_signal(signal.SIGINT)
    os.close(main)  # a process that still waits for input loses its terminal, and ends
    return shown.replace(b"\r\n", b"\n"), process.wait(timeout=60)


@windows
def test_a_terminal_gets_colors(shell, tmp_path):
    shown, code = on_terminal(shell, tmp_path, "ask", "--no-pager", PAD)
    assert code == 0
    assert b"\x1b[1;36m" in shown


@windows
@pytest.mark.parametrize("variables", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_colors_can_be_refused(shell, tmp_path, variables):
    shown, code = on_terminal(shell, tmp_path, "ask", "--no-pager", PAD, **variables)
    assert code == 0
    assert b"\x1b" not in shown
    assert b"pad_token" in shown


@windows
@pytest.mark.parametrize("option", [[], ["--no-pager"], ["--plain"], ["--json"]])
def test_a_pager_is_used_only_for_long_answers_and_only_when_wanted(shell, tmp_path, option):
    pager = "sed s/^/PAGED/"
    shown, code = on_terminal(shell, tmp_path, "ask", *option, PAD, PAGER=pager)
    assert code == 0
    assert (b"PAGED" in shown) == (not option)


@windows
def test_a_pager_that_does_not_exist_loses_nothing(shell, tmp_path):
    shown, code = on_terminal(shell, tmp_path, "ask", PAD, PAGER="no-such-pager --x")
    assert code == 0
    assert b"pad_token" in shown


@windows
def test_a_terminal_is_told_how_to_paste(shell, tmp_path):
    shown, code = on_terminal(
        shell, tmp_path, "ask", "--no-pager", typed=b"CUDA out of memory\n\x04", until=b"Ctrl-D"
    )
    assert code == 0
    assert b"TF0003" in shown


@windows
def test_an_interrupt_ends_with_130_and_no_traceback(shell, tmp_path):
    shown, code = on_terminal(shell, tmp_path, "ask", until=b"Ctrl-D", interrupt=True)
    assert code == 130
    assert b"Traceback" not in shown


@windows
def test_a_read_only_install_works(tmp_path, shell):
    import shutil

    from tfhelp_index import bundle

    copies = []
    for package, root in (("tfhelp", "assistant"), ("tfhelp_corpus", "corpus"), ("tfhelp_index", "index")):
        source = bundle.DATA.parents[2] / root / package
        ignore = shutil.ignore_patterns("__pycache__", "encoder") if package != "tfhelp_index" else None
        shutil.copytree(source, tmp_path / "install" / package, ignore=ignore)
        copies.append(tmp_path / "install" / package)
    before = sorted(path for copy in copies for path in copy.rglob("*"))
    for path in [*before, *copies]:
        path.chmod(0o555 if path.is_dir() else 0o444)
    environment = {**shell(), "PYTHONPATH": str(tmp_path / "install")}
    done = subprocess.run(
        [sys.executable, "-m", "tfhelp", "ask", "why is my loss nan with fp16"],
        capture_output=True, env=environment, cwd=tmp_path, timeout=60,
    )  # fmt: skip
    after = sorted(path for copy in copies for path in copy.rglob("*"))
    for path in [*copies, *before]:
        path.chmod(0o755)
    assert (done.returncode, done.stderr) == (0, b"")
    assert [path for path in after if "__pycache__" not in path.parts] == [
        path for path in before if "__pycache__" not in path.parts
    ]
