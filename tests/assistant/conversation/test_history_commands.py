"""``tfhelp history``: what is printed, where, and the exit codes."""

import io
import json
import re
import sqlite3
from argparse import Namespace

import pytest

from tfhelp.cli import history as commands
from tfhelp.conversation.history import History
from tfhelp.conversation.turn import Plan, Turn
from tfhelp.errors import ExitCode, UsageError

PAD = "ValueError: Asking to pad but the tokenizer does not have a padding token."


@pytest.fixture(autouse=True)
def own_folders(tmp_path, monkeypatch):
    for name in ("TFHELP_STATE", "TFHELP_CONFIG"):
        monkeypatch.setenv(name, str(tmp_path / name))
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG", "VIRTUAL_ENV", "CONDA_PREFIX", "TFHELP_INDEX"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TZ", "UTC")
    return tmp_path / "TFHELP_STATE"


@pytest.fixture
def kept():
    """Ids of two conversations, the older one first."""
    ids = ["aa11", "ab22"]
    with History.open() as history:
        for id_, text in zip(ids, (PAD, "显存不足怎么办"), strict=True):
            history.add(id_, Turn(1, Plan(text, text), "2026-11-25T10:00:00+00:00", "en", ("TF0043",), True, None))
        plan = Plan("still not", f"{PAD}\nstill not", ("TF0043",), "failed", 1)
        history.add(ids[0], Turn(2, plan, "2026-11-25T10:01:00+00:00", "en", (), False, None))
    return ids


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.fixture
def run(capsys):
    def call(command, **arguments):
        code = getattr(commands, command)(Namespace(**{"lang": None, "limit": 100, **arguments}))
        out, err = capsys.readouterr()
        return code, out, err

    return call


def test_list_prints_a_line_for_each_conversation_newest_first(run, kept):
    code, out, err = run("list_")
    assert (code, err) == (ExitCode.ANSWERED, "")
    assert [line.split(maxsplit=4)[0] for line in out.splitlines()] == ["aa11", "ab22"]
    assert re.fullmatch(rf"aa11  2026-11-25 \d\d:01    2  {re.escape(PAD)}", out.splitlines()[0])
    assert len(run("list_", limit=1)[1].splitlines()) == 1


def test_an_empty_history_says_so_on_stderr(run):
    assert run("list_") == (ExitCode.ANSWERED, "", "The history is empty.\n")
    assert run("list_", lang="zh") == (ExitCode.ANSWERED, "", "历史记录是空的。\n")


def test_search_prints_the_line_that_holds_the_words(run, kept):
    code, out, err = run("search", words=["padding", "token"])
    assert (code, err) == (ExitCode.ANSWERED, "")
    assert out.startswith("aa11  ")
    assert out.endswith(f"  1  {PAD}\n")


def test_a_search_that_finds_nothing_is_exit_code_1(run, kept):
    code, out, err = run("search", words=["lasagna"])
    assert (code, out, err.count("\n")) == (ExitCode.NOTHING_RELEVANT, "", 1)


def test_show_prints_questions_and_codes(run, kept):
    code, out, _ = run("show", id="aa")
    assert code == ExitCode.ANSWERED
    lines = out.splitlines()
    assert lines[1:3] == [f"  {PAD}", "  → TF0043"]
    assert lines[4].endswith("  (to 1)")
    assert lines[5:] == ["  still not", "  → nothing relevant found"]


@pytest.mark.parametrize("command", ["show", "export", "delete"])
def test_a_beginning_that_fits_several_is_refused_with_their_ids(run, kept, command):
    with pytest.raises(UsageError, match="aa11, ab22"):
        run(command, id="a", format="json")


@pytest.mark.parametrize("given", ["zz", "", "%", "\x1b[31m"])
@pytest.mark.parametrize("command", ["show", "export", "delete"])
def test_an_unknown_id_is_a_usage_error(run, kept, command, given):
    code, out, err = run(command, id=given, format="json")
    assert (code, out, err.count("\n")) == (ExitCode.USAGE, "", 1)
    assert "There is no conversation" in err
    assert "\x1b" not in err


@pytest.mark.parametrize("form", ["markdown", "json", "issue"])
def test_export_looks_the_answers_up_again(run, kept, form):
    code, out, err = run("export", id="aa", format=form)
    assert (code, err) == (ExitCode.ANSWERED, "")
    if form == "json":
        turns = json.loads(out)["turns"]
        assert turns[0]["results"][0]["code"] == "TF0043"
        assert "TF0043" not in [result["code"] for result in turns[1]["results"]]
    elif form == "issue":
        assert out.startswith(f"Title: {PAD}\n")
        assert "tfhelp entry TF0043: Padding is asked for" in out
    else:
        assert "### TF0043: Padding is asked for" in out


def test_export_refuses_an_environment_that_is_none(run, kept):
    with pytest.raises(UsageError, match="nowhere"):
        run("export", id="aa", format="issue", env="nowhere")


def test_delete_removes_one(run, kept):
    code, out, err = run("delete", id="ab")
    assert (code, out, err) == (ExitCode.ANSWERED, "", "Deleted: ab22  显存不足怎么办\n")
    assert [line[:4] for line in run("list_")[1].splitlines()] == ["aa11"]


@pytest.mark.parametrize(
    ("typed", "left"), [("y\n", 0), ("YES\n", 0), ("是\n", 0), ("n\n", 2), ("\n", 2), ("", 2)], ids=ascii
)
def test_clear_asks_on_a_terminal(run, kept, monkeypatch, typed, left):
    monkeypatch.setattr("sys.stdin", Terminal(typed))
    monkeypatch.setattr("sys.stderr", told := Terminal())
    code = commands.clear(Namespace(yes=False))
    assert told.getvalue().startswith("Delete all conversations (2)?")
    assert code == (ExitCode.NOTHING_RELEVANT if left else ExitCode.ANSWERED)
    assert len(run("list_")[1].splitlines()) == left


def test_clear_needs_yes_without_a_terminal(run, kept, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO("y\n"))
    with pytest.raises(UsageError, match="--yes"):
        run("clear", yes=False)
    assert len(run("list_")[1].splitlines()) == 2
    assert run("clear", yes=True)[0] == ExitCode.ANSWERED
    assert run("list_")[1] == ""


@pytest.mark.parametrize("limit", [0, -1])
def test_a_senseless_limit_is_refused(run, limit):
    with pytest.raises(UsageError, match="-n"):
        run("list_", limit=limit)


@pytest.mark.parametrize(("lang", "words"), [("en", "is damaged"), ("zh", "已损坏")])
def test_a_damaged_history_is_exit_code_3_and_can_be_repaired(run, own_folders, lang, words):
    own_folders.mkdir()
    (own_folders / "history.sqlite").write_bytes(b"not a database" * 99)
    code, out, err = run("list_", lang=lang)
    assert (code, out, err.count("\n")) == (ExitCode.UNUSABLE, "", 1)
    assert words in err
    assert "tfhelp history repair" in err
    code, _, err = run("repair")
    assert code == ExitCode.ANSWERED
    (aside,) = own_folders.glob("history.sqlite.damaged-*")
    assert str(aside) in err
    assert aside.read_bytes() == b"not a database" * 99
    assert run("list_")[0] == ExitCode.ANSWERED


def test_a_sound_history_is_not_moved(run, kept, own_folders):
    assert run("repair")[0] == ExitCode.ANSWERED
    assert list(own_folders.glob("*damaged*")) == []
    assert len(run("list_")[1].splitlines()) == 2


def test_a_newer_history_is_not_moved(run, kept, own_folders):
    connection = sqlite3.connect(own_folders / "history.sqlite")
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    code, _, err = run("repair")
    assert code == ExitCode.UNUSABLE
    assert "newer tfhelp" in err
    assert list(own_folders.glob("*damaged*")) == []
