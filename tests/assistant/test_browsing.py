"""Reading without asking: explain, topics, and the completion of codes."""

import json
import shutil
import subprocess

import pytest


@pytest.mark.parametrize("name", ["TF0043", "tf0043", "tokenizer-no-padding-token"])
def test_an_entry_is_read_by_its_code_or_its_id(run, name):
    ran = run("explain", name, "--plain")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("TF0043: ")
    assert "pad_token" in ran.out


def test_an_entry_is_read_in_the_language_that_is_asked_for(run):
    assert "含义" in run("explain", "TF0043", "--plain", "--lang", "zh").out


def test_an_exception_stands_for_its_entries(run):
    ran = run("explain", "torch.cuda.OutOfMemoryError")
    assert ran.code == 0
    assert "TF0003" in ran.out
    assert ran.out.count("\n") > 1
    assert "explain TF" in ran.err


def test_a_near_miss_is_answered_with_what_was_meant(run):
    ran = run("explain", "tokenizer-no-paddin-token")
    assert (ran.code, ran.out) == (1, "")
    assert "TF0043  tokenizer-no-padding-token" in ran.err


def test_the_beginning_of_a_code_is_answered_with_the_codes(run):
    assert "TF0043" in run("explain", "TF004").err


@pytest.mark.parametrize("name", ["nothing-of-the-kind", "x" * 5000, "\x1b[31mred", "'; DROP TABLE entries; --"])
def test_what_does_not_exist_is_said_in_a_sentence(run, name):
    ran = run("explain", name)
    assert (ran.code, ran.out) == (1, "")
    assert "There is no entry" in ran.err
    assert "\x1b" not in ran.err
    assert len(ran.err) < 1500


def test_no_name_is_a_usage_error(run):
    ran = run("explain")
    assert (ran.code, ran.err.count("\n")) == (2, 1)


def test_topics_are_the_categories_with_their_numbers(run):
    ran = run("topics")
    rows = {line.split()[0]: int(line.split()[1]) for line in ran.out.splitlines()}
    assert sum(rows.values()) == len(json.loads(run("topics", "--json").out))
    assert "Tokenizers" in ran.out


@pytest.mark.parametrize("name", ["memory", "Memory", "显存与内存"])
def test_a_category_is_listed_under_any_of_its_names(run, name):
    out = run("topics", name, "--lang", "zh").out
    assert "TF0003" in out
    assert "TF0043" not in out
    assert "显存" in out


def test_a_category_that_does_not_exist_is_answered_with_the_nearest(run):
    ran = run("topics", "trainin")
    assert (ran.code, ran.out) == (2, "")
    assert "training" in ran.err


def test_codes_are_listed_for_the_shell(run):
    lines = run("completion", "codes").out.splitlines()
    assert {"TF0043", "tokenizer-no-padding-token"} <= set(lines)


def test_a_broken_index_completes_to_nothing_without_a_word(run, tmp_path):
    ran = run("completion", "codes", TFHELP_INDEX=str(tmp_path / "missing"))
    assert (ran.code, ran.out, ran.err) == (0, "", "")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell", "tcsh"])
def test_every_shell_gets_a_script_that_asks_for_codes(run, shell):
    ran = run("completion", shell)
    assert (ran.code, ran.err) == (0, "")
    assert "tfhelp completion codes" in ran.out


@pytest.mark.skipif(not shutil.which("bash"), reason="needs bash")
def test_bash_accepts_its_script(run, tmp_path):
    script = tmp_path / "script"
    script.write_text(run("completion", "bash").out)
    subprocess.run(["bash", "-c", f"source {script} && complete -p tfhelp"], check=True, capture_output=True)
