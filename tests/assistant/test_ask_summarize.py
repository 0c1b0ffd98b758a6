"""``tfhelp ask --summarize`` as a process: what stands where, and how it ends. The model is a script, without torch."""

import json
import os
import signal
import subprocess
import sys
import time

import pytest

PAD = "ValueError: Asking to pad but the tokenizer does not have a padding token."
OFF_TOPIC = "what is a good recipe for lasagna"
TRUE = "Sequences of different length should be put into one batch, and nothing says which token fills the gaps."
FALSE = "Set CUDA_VISIBLE_DEVICES to 7 and install torch 9.9."


def test_without_a_model_the_entrys_own_summary_follows_the_answer(run):
    plain, ran = run("ask", PAD), run("ask", "--summarize", PAD)
    assert ran.code == 0
    assert ran.out.startswith(plain.out)
    summary = ran.out.removeprefix(plain.out).splitlines()
    assert summary[:2] == ["", "Summary"]
    assert "[1]" in "".join(summary)
    assert ran.err.count("\n") == 1
    assert "--model" in ran.err


def test_it_speaks_chinese_with_who_asks_in_chinese(run):
    ran = run("ask", "--summarize", "分词器没有 pad token 怎么办")
    assert "\n摘要\n" in ran.out
    assert "本地模型" in ran.err


def test_plain_lines_stay_plain(run):
    ran = run("ask", "--summarize", "--plain", PAD)
    assert "\nSummary:\n" in ran.out


def test_a_model_streams_supported_sentences_and_says_at_the_end_what_it_took(run, gone, says):
    ran = run("ask", "--model", "m", PAD, program=says(TRUE, FALSE))
    answer = run("ask", PAD).out
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith(answer)
    summary = ran.out.removeprefix(answer)
    assert f"{TRUE} [1]" in " ".join(summary.split())
    assert "CUDA_VISIBLE_DEVICES" not in summary
    said = " ".join(summary.split())
    assert "tiny · 20.0 tokens/s · first word after 1.5 s. 1 sentence withheld:" in said
    assert gone()


def test_a_model_of_which_nothing_stands_gives_way_to_the_entrys_summary(run, says):
    ran = run("ask", "--model", "m", PAD, program=says(FALSE))
    assert "entry's own summary" in " ".join(ran.out.split())
    assert "CUDA_VISIBLE_DEVICES" not in ran.out.removeprefix(run("ask", PAD).out)


def test_the_configured_model_is_asked(run, tmp_path, says):
    (tmp_path / "config.toml").write_text('model = "m"\n')
    ran = run("ask", "--summarize", PAD, program=says(TRUE), TFHELP_CONFIG=str(tmp_path))
    assert "tiny ·" in ran.out


def test_settings_that_cannot_be_read_are_a_usage_error_only_when_they_are_needed(run, tmp_path):
    (tmp_path / "config.toml").write_text("model = 3\n")
    ran = run("ask", "--summarize", PAD, TFHELP_CONFIG=str(tmp_path))
    assert (ran.code, ran.out) == (2, "")
    assert run("ask", PAD, TFHELP_CONFIG=str(tmp_path)).code == 0


def test_json_has_the_summary_with_what_was_withheld(run, says):
    data = json.loads(run("ask", "--json", "--model", "m", PAD, program=says(TRUE, FALSE)).out)
    assert data["summary"].keys() == {"text", "by", "citations", "withheld", "note"}
    assert (data["summary"]["by"], data["summary"]["withheld"], data["summary"]["citations"]) == ("tiny", 1, [1])


def test_json_without_the_option_is_what_it_was(run):
    assert json.loads(run("ask", "--json", PAD).out)["summary"].keys() == {"text", "by", "citations"}


def test_a_batch_uses_one_process(run, tmp_path, gone, says):
    lines = "\n".join(json.dumps(text) for text in (PAD, OFF_TOPIC, PAD)) + "\n"
    ran = run("ask", "--batch", "-", "--model", "m", stdin=lines, program=says(TRUE))
    rows = [json.loads(line)["summary"] for line in ran.out.splitlines()]
    assert [row and row["by"] for row in rows] == ["tiny", None, "tiny"]
    assert len((tmp_path / "pids").read_text().split()) == 1
    assert gone()


def test_a_batch_whose_model_fails_has_all_answers_says_it_once_and_ends_with_3(run, tmp_path, program):
    lines = f"{json.dumps(PAD)}\n" * 5
    ran = run("ask", "--batch", "-", "--model", "m", stdin=lines, program=program(["sys.exit(7)"]))
    rows = [json.loads(line)["summary"] for line in ran.out.splitlines()]
    assert [row["by"] for row in rows] == ["extractive"] * 5
    assert all("exit code 7" in row["note"] for row in rows)
    assert (ran.code, ran.err.count("exit code 7")) == (3, 1)
    assert len((tmp_path / "pids").read_text().split()) == 3, "it must not be started for every line"


def test_where_nothing_is_sure_there_is_no_summary_and_a_sentence_says_why(run):
    ran = run("ask", "--summarize", "--model", "m", OFF_TOPIC)
    assert ran.code == 1
    assert "\nSummary" not in ran.out
    assert ran.err.startswith("tfhelp: No summary:")


@pytest.mark.parametrize("how", [[], ["--plain"]])
def test_for_a_model_that_is_not_there_the_entrys_own_summary_stands_in_and_a_line_says_why(run, how):
    ran, own = run("ask", "--model", "nobody/none", *how, PAD), run("ask", "--summarize", *how, PAD)
    assert ran.code == 3
    assert ran.out.startswith(own.out)
    assert ran.out.removeprefix(own.out).strip() == "from the entry"
    assert "nobody/none" in ran.err
    assert ran.err.count("\n") == 1


def test_a_process_that_dies_before_a_word_leaves_the_entrys_own_summary(run, program):
    ran = run("ask", "--model", "m", PAD, program=program(["os._exit(7)"]))
    assert ran.code == 3
    assert ran.out.startswith(run("ask", "--summarize", PAD).out)
    assert "exit code 7" in ran.err


def test_an_empty_model_is_a_usage_error(run):
    assert run("ask", "--model", "", PAD).code == 2


def test_a_process_that_dies_midway_leaves_what_was_shown_and_ends_with_3(run, program):
    lines = [f"send(number, Piece({TRUE + ' The '!r}))", "time.sleep(0.5)", "os.kill(os.getpid(), 9)"]
    ran = run("ask", "--model", "m", PAD, program=program(lines))
    assert ran.code == 3
    assert f"{TRUE} [1]" in " ".join(ran.out.split())
    assert ran.err.startswith("tfhelp: The model process was")
    assert "Traceback" not in ran.err


@pytest.mark.skipif(os.name != "posix", reason="Ctrl-C is no signal that can be sent there")
def test_ctrl_c_keeps_what_was_shown_ends_with_130_and_leaves_no_process(shell, tmp_path, gone, program):
    lines = [f"send(number, Piece({TRUE + ' The '!r}))", "time.sleep(60)"]
    command = [sys.executable, "-c", program(lines), "ask", "--model", "m", PAD]
    with subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=shell(), cwd=tmp_path
    ) as process:
        shown = b""
        while b"[1]" not in shown.partition(b"Summary")[2]:
            line = process.stdout.readline()
            assert line, process.stderr.read()
            shown += line
        begin = time.monotonic()
        process.send_signal(signal.SIGINT)
        rest, err = process.communicate(timeout=30)
    assert (process.returncode, rest, err) == (130, b"", b"")
    assert time.monotonic() - begin < 5
    assert gone()


@pytest.mark.skipif(os.name != "posix", reason="pseudo-terminals are a Unix matter")
@pytest.mark.parametrize("term", ["xterm", "dumb"])
def test_a_terminal_sees_how_far_it_is_and_then_only_the_summary_and_never_a_pager(shell, tmp_path, term, program):
    import contextlib
    import pty

    main, other = pty.openpty()
    lines = ["time.sleep(0.3)", f"send(number, Piece({TRUE + ' '!r}))"]
    command = [sys.executable, "-c", program(lines), "ask", "--model", "m", PAD]
    variables = shell(TERM=term, PAGER="sed s/^/PAGED/", COLUMNS="100")
    with subprocess.Popen(command, stdin=other, stdout=other, stderr=other, env=variables, cwd=tmp_path) as process:
        os.close(other)
        shown = b""
        with contextlib.suppress(OSError):  # what Linux says of a terminal that nobody holds open
            while chunk := os.read(main, 65536):
                shown += chunk
        os.close(main)
    assert process.returncode == 0
    assert b"PAGED" not in shown
    before, _, after = shown.partition(b"padding token. [1]")
    assert (b"reading the prompt 128/900" in before) == (term == "xterm")
    assert b"reading the prompt" not in after
    assert (b"\r\x1b[K" in before) == (term == "xterm")


def test_a_reader_that_goes_away_is_no_error(shell, tmp_path, says):
    command = f"{sys.executable} -c \"$P\" ask --model m '{PAD}' | head -1"
    done = subprocess.run(
        ["/bin/sh", "-c", command], env={**shell(), "P": says(TRUE)}, cwd=tmp_path, capture_output=True, check=False
    )
    assert done.stderr == b""


def test_an_answer_without_a_summary_loads_none_of_it(run):
    source = "import sys\nfrom tfhelp.cli.main import main\nmain(sys.argv[1:])\nprint(*sys.modules, file=sys.stderr)"
    names = set(run("ask", PAD, program=source).err.split())
    heavy = {"tfhelp.models", "tfhelp.settings", "tfhelp.summaries.writing", "tfhelp.summaries.telling"}
    heavy |= {"tfhelp.summaries.summarizer", "tfhelp.cli.summarize", "multiprocessing", "subprocess"}
    assert names & heavy == set()
