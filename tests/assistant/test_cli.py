"""The command line as a process: what goes in, what comes out, and the exit code."""

import json

import pytest

PAD = "ValueError: Asking to pad but the tokenizer does not have a padding token."
OFF_TOPIC = "what is a good recipe for lasagna"


def test_pasting_is_answered(run):
    ran = run("ask", stdin=PAD)
    assert (ran.code, ran.err) == (0, "")
    assert "pad_token" in ran.out


def test_a_pipe_into_the_bare_command_is_a_question(run):
    assert "pad_token" in run(stdin=PAD).out


def test_a_dash_reads_stdin_besides_words(run):
    ran = run("ask", "--json", "怎么办", "-", stdin=PAD)
    assert json.loads(ran.out)["language"] == "zh"
    assert PAD in json.loads(ran.out)["query"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "gb18030", "utf-8-sig"])
def test_a_file_is_read_in_any_encoding(run, tmp_path, encoding):
    log = tmp_path / "train.log"
    log.write_bytes(f"训练报错\n{PAD}\n".encode(encoding))
    data = json.loads(run("ask", "--json", "-f", str(log)).out)
    assert (data["language"], data["confident"]) == ("zh", True)


@pytest.mark.parametrize("name", ["missing.log", "folder", "x" * 300])
def test_a_file_that_cannot_be_read_is_named(run, tmp_path, name):
    (tmp_path / "folder").mkdir()
    ran = run("ask", "-f", name)
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert name in ran.err


@pytest.mark.parametrize(
    "words",
    [
        ["--fp16", "overflows", "and", "my", "loss", "is", "nan"],
        ["--", "--json", "with", "CUDA", "out", "of", "memory"],
    ],
)
def test_words_may_begin_with_dashes(run, words):
    ran = run("ask", *words)
    assert ran.code in (0, 1)
    assert not ran.out.startswith("{")
    assert ran.err == ""


@pytest.mark.parametrize("count", ["0", "-1", "51", "many"])
def test_a_senseless_number_of_candidates_is_refused(run, count):
    ran = run("ask", "-n", count, "CUDA out of memory")
    assert (ran.code, ran.out) == (2, "")
    assert "-n" in ran.err


@pytest.mark.parametrize("count", [1, 3])
def test_as_many_candidates_as_asked_for(run, count):
    assert len(json.loads(run("ask", "--json", "-n", str(count), "CUDA out of memory").out)["results"]) == count


def test_the_language_can_be_chosen(run):
    ran = run("ask", "--lang", "zh", "CUDA out of memory")
    assert "含义" in ran.out


@pytest.mark.parametrize(
    ("variables", "language"),
    [
        ({"LANGUAGE": "zh_CN:en"}, "zh"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "C"}, "en"),
        ({"LANG": "de_DE"}, "en"),
    ],
)
def test_a_bare_error_is_answered_in_the_language_of_the_locale(run, variables, language):
    assert json.loads(run("ask", "--json", PAD, **variables).out)["language"] == language


def test_what_was_tried_does_not_come_back(run):
    first = json.loads(run("ask", "--json", "CUDA out of memory").out)["results"][0]["code"]
    again = json.loads(run("ask", "--json", "--not", first, "CUDA out of memory").out)
    assert first not in [result["code"] for result in again["results"]]


def test_an_unknown_code_is_refused(run):
    ran = run("ask", "--not", "TF9999", "CUDA out of memory")
    assert (ran.code, ran.out) == (2, "")
    assert "TF9999" in ran.err


def test_a_wrong_environment_is_refused(run):
    ran = run("ask", "--env", "nowhere", "CUDA out of memory")
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)


def test_off_topic_questions_get_nothing_relevant(run):
    ran = run("ask", "--json", OFF_TOPIC)
    data = json.loads(ran.out)
    assert (ran.code, data["confident"], data["summary"]) == (1, False, None)


@pytest.mark.parametrize("text", ["", " \t\n\u3000\u00a0\n", "😀🎉", "?!… 。。。", "\x00\x01\x1b[31m"], ids=ascii)
def test_what_asks_nothing_is_a_usage_error(run, text):
    ran = run("ask", stdin=text)
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert "Nothing was asked" in ran.err


def test_a_batch_is_answered_in_order_and_bad_lines_are_marked(run, tmp_path):
    lines = [json.dumps("CUDA out of memory"), "not json", "", json.dumps({"query": "显存不足"}), "5", '{"query": " "}',
             json.dumps({"query": "CUDA out of memory", "lang": "zh"}), '{"query": "x", "lang": "fr"}', '"\\ud800"']  # fmt: skip
    (tmp_path / "questions.jsonl").write_text("\n".join(lines), encoding="utf-8")
    ran = run("ask", "--batch", "questions.jsonl")
    found = [json.loads(line) for line in ran.out.splitlines()]
    assert (ran.code, ran.err) == (2, "")
    assert [data.get("language") for data in found] == ["en", None, "zh", None, None, "zh", None, None]
    assert all(set(data) == {"schema", "error"} for data in found if "language" not in data)


def test_a_batch_from_stdin_without_faults_ends_with_0(run):
    ran = run("ask", "--batch", "-", stdin='"CUDA out of memory"\n{"query": "what is a good recipe for lasagna"}\n')
    assert (ran.code, len(ran.out.splitlines())) == (0, 2)


@pytest.mark.parametrize("arguments", [["--batch", "missing"], ["--batch", "."], ["--batch", "-", "words"]])
def test_a_batch_that_cannot_be_read_is_refused(run, arguments):
    ran = run("ask", *arguments)
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)


@pytest.mark.parametrize("way", ["option", "variable"])
@pytest.mark.parametrize("content", [None, "{}", "not json"])
def test_an_unusable_index_is_exit_code_3(run, tmp_path, way, content):
    folder = tmp_path / "own"
    if content is not None:
        folder.mkdir()
        (folder / "manifest.json").write_text(content, encoding="utf-8")
    ran = run("ask", "--index", "own", PAD) if way == "option" else run("ask", PAD, TFHELP_INDEX="own")
    assert (ran.code, ran.out, ran.err.count("\n")) == (3, "", 1)
    assert "own" in ran.err


def test_copying_without_a_clipboard_says_so(run):
    ran = run("ask", "--copy", PAD, PATH="")
    assert ran.code == 0
    assert "Not copied" in ran.err


def test_version_names_the_date_of_the_knowledge(run):
    ran = run("--version")
    assert ran.code == 0
    assert ran.out.startswith("tfhelp ")
    assert "transformers" in ran.out


def test_paths_are_folders_that_exist(run):
    from pathlib import Path

    rows = dict(line.split(":", 1) for line in run("paths").out.splitlines())
    assert all(Path(rows[name].strip()).is_dir() for name in ("program", "index", "encoder"))


@pytest.mark.parametrize(
    "arguments", [["--help"], ["ask", "--help"], ["index", "--help"], ["corpus", "check", "--help"]]
)
def test_help_is_given(run, arguments):
    ran = run(*arguments)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("usage: tfhelp")


@pytest.mark.parametrize(
    "arguments", [["unknown"], ["ask", "--lang", "fr", "x"], ["index"], ["--unknown"], ["ask", "-n"]]
)
def test_what_is_not_understood_is_a_usage_error(run, arguments):
    ran = run(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err
    assert "Traceback" not in ran.err
