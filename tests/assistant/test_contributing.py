"""Work on the knowledge from the command line: new, preview, report."""

import subprocess
import sys
import time

import pytest


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "guide").mkdir()
    (tmp_path / "codes.txt").write_text("TF0001 one\nTF0007 seven\n")
    return tmp_path


def test_a_new_entry_gets_the_next_code_which_goes_into_the_ledger(run, folder):
    ran = run("corpus", "new", "no-luck", "--category", "memory", "--folder", str(folder))
    assert ran.code == 0
    assert ran.out.strip() == str(folder / "guide" / "no-luck.md")
    assert "code: TF0008" in (folder / "guide" / "no-luck.md").read_text()
    assert (folder / "codes.txt").read_text().endswith("TF0007 seven\nTF0008 no-luck\n")


def test_an_issue_goes_into_the_folder_of_issues(run, folder):
    run("corpus", "new", "no-luck", "--kind", "issue", "--category", "memory", "--folder", str(folder))
    assert (folder / "issues" / "no-luck.md").is_file()


def test_every_line_that_is_still_to_be_written_is_named(run, folder):
    run("corpus", "new", "no-luck", "--category", "memory", "--folder", str(folder))
    lines = (folder / "guide" / "no-luck.md").read_text().splitlines()
    expected = {f"no-luck.md:{number}:" for number, line in enumerate(lines, 1) if "TODO" in line}
    out = run("corpus", "check", str(folder)).out
    assert len(expected) > 20
    assert all(place in out for place in expected)
    assert "front matter" not in out  # the template itself is in order


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["Bad_Id", "--category", "memory"], "no id"),
        (["good", "--category", "weather"], "no category"),
        (["seven", "--category", "memory"], "is there already"),
    ],
)
def test_what_cannot_become_an_entry_is_refused_and_nothing_is_written(run, folder, words, said):
    (folder / "guide" / "seven.md").write_text("mine")
    ran = run("corpus", "new", *words, "--folder", str(folder))
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err
    assert (folder / "guide" / "seven.md").read_text() == "mine"
    assert (folder / "codes.txt").read_text() == "TF0001 one\nTF0007 seven\n"


def test_outside_a_checkout_a_folder_must_be_named(run):
    ran = run("corpus", "new", "no-luck", "--category", "memory")
    assert ran.code == 2
    assert "--folder" in ran.err


def test_a_preview_shows_an_entry_in_both_languages(run, corpus_folder):
    path = next((corpus_folder / "guide").glob("*.md"))
    ran = run("corpus", "preview", str(path))
    assert (ran.code, ran.err) == (0, "")
    assert "What it means" in ran.out
    assert "含义" in ran.out
    assert "含义" not in run("corpus", "preview", str(path), "--lang", "en").out


def test_a_preview_of_a_faulty_entry_names_the_faults(run, corpus_folder):
    path = next((corpus_folder / "guide").glob("*.md"))
    path.write_text(path.read_text().replace("category: ", "category: x"))
    ran = run("corpus", "preview", str(path))
    assert (ran.code, ran.out) == (2, "")
    assert "category" in ran.err


@pytest.mark.parametrize("name", ["missing.md", "."])
def test_a_preview_of_what_cannot_be_read_says_so(run, name):
    ran = run("corpus", "preview", name)
    assert (ran.code, ran.err.count("\n")) == (2, 1)


FAILURE = "OSError: token hf_abcdefghijklmnop1234 at /home/bob/run.py"


def test_a_report_names_the_entry_and_holds_no_secret(run):
    ran = run("corpus", "report", "TF0043", stdin=FAILURE)
    assert (ran.code, ran.err) == (0, "")
    assert "TF0043" in ran.out.splitlines()[0]
    assert "verified: " in ran.out
    assert "OSError" in ran.out
    assert "abcdefghijklmnop" not in ran.out
    assert "bob" not in ran.out


def test_a_report_needs_no_failure(run):
    assert "What was printed" not in run("corpus", "report", "TF0043", stdin="").out


def test_a_failure_with_fences_stays_inside_its_own(run):
    out = run("corpus", "report", "TF0043", stdin="```\n# heading\n```").out
    assert "````text\n```\n# heading\n```\n````" in out


def test_a_report_tells_the_versions_of_the_environment(run, tmp_path):
    site = tmp_path / "venv" / "lib" / "python3.11" / "site-packages"
    (site / "transformers-4.46.3.dist-info").mkdir(parents=True)
    assert "- transformers 4.46.3" in run("corpus", "report", "TF0043", "--env", str(tmp_path / "venv"), stdin="").out


def test_a_report_on_an_entry_that_does_not_exist_is_refused(run):
    ran = run("corpus", "report", "TF9999", stdin="")
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)


def test_a_failure_that_is_still_being_printed_is_waited_for():
    command = [sys.executable, "-m", "tfhelp", "corpus", "report", "TF0043"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        time.sleep(1.0)  # it has started, and nothing is there yet
        out, _ = process.communicate("OSError: late")
    assert "OSError: late" in out
