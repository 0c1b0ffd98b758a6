"""``tfhelp chat --plain`` with summaries: the entry's own, a model's, stopped, kept. The model is a script, no torch."""

import json
import re
import signal
import sys

import pytest

PAD = "Asking to pad but the tokenizer does not have a padding token"
TRUE = "Sequences of different length should be put into one batch, and nothing says which token fills the gaps."
FALSE = "Set CUDA_VISIBLE_DEVICES to 7 and install torch 9.9."


def summaries(out):
    """What follows each heading, up to who wrote it."""
    return re.findall(r"^Summary:\n(.*?^\([^\n]*)$", out, re.MULTILINE | re.DOTALL)


def test_the_switch_sums_up_the_last_answer_and_those_that_follow_and_is_remembered(chat, tmp_path):
    ran = chat(f"{PAD}\n/summaries\n/summaries off\n{PAD}\n/summaries on\n")
    found = summaries(ran.out)
    assert len(found) == 2
    assert all("[1]" in summary and summary.endswith("(from the entry)") for summary in found)
    assert ran.err.count("Summaries are on, taken from the entries.") == 2
    assert ran.err.count("Summaries are off.") == 1
    assert json.loads((tmp_path / "state" / "ui.json").read_text())["summaries"] is True
    assert len(summaries(chat(f"{PAD}\n").out)) == 1


def test_without_the_switch_there_is_none(chat):
    assert summaries(chat(f"{PAD}\n").out) == []


def test_it_speaks_chinese(chat):
    ran = chat("/summaries on\n分词器没有 pad token 怎么办\n", "--lang", "zh")
    assert "\n摘要：\n" in ran.out
    assert "（摘自条目）" in ran.out
    assert "摘要已打开" in ran.err


def test_a_wrong_word_behind_it_says_how_it_is_used(chat):
    assert "Use it so: /summaries [on|off]" in chat("/summaries maybe\n").err


def test_a_model_writes_sentence_by_sentence_from_one_process(chat, says, gone, tmp_path):
    ran = chat(f"{PAD}\n/new\n{PAD}\n", "--model", "m", program=says(TRUE, FALSE))
    found = summaries(ran.out)
    assert len(found) == 2
    assert found[0].startswith(f"{TRUE} [1]\n")
    assert "(tiny · 20.0 tokens/s · first word after 1.5 s) 1 sentence withheld:" in found[0]
    assert "CUDA_VISIBLE_DEVICES" not in found[0]
    assert ran.err.count("tiny writes a summary") == 2
    assert len((tmp_path / "pids").read_text().split()) == 1
    assert gone()


@pytest.mark.parametrize("before", ["remembered", "configured"])
def test_a_model_that_is_named_switches_them_on_whatever_was_before(chat, says, tmp_path, before):
    if before == "remembered":
        chat("/summaries off\n")
    else:
        (tmp_path / "config").mkdir()
        (tmp_path / "config" / "config.toml").write_text("summaries = false\n")
    assert len(summaries(chat(f"{PAD}\n", "--model", "m", program=says(TRUE)).out)) == 1


@pytest.mark.parametrize(
    ("language", "words"), [("en", "There is no model nobody/none"), ("zh", "没有模型 nobody/none")]
)
def test_a_model_that_is_not_there_is_said_once_and_the_entrys_own_stands_in(chat, language, words):
    ran = chat(f"{PAD}\n/new\n{PAD}\n", "--model", "nobody/none", "--lang", language)
    assert ran.code == 0
    assert ran.err.count(words) == 1
    assert ran.out.count("[1]") >= 2
    assert "Traceback" not in ran.err


def test_an_empty_model_is_a_usage_error(chat):
    assert chat(f"{PAD}\n", "--model", "").code == 2


def test_a_process_that_dies_leaves_its_sentences_and_the_chat_goes_on(chat, program):
    lines = [f"send(number, Piece({TRUE + ' The '!r}))", "time.sleep(0.5)", "os.kill(os.getpid(), 9)"]
    ran = chat(f"{PAD}\n/results\n", "--model", "m", program=program(lines))
    assert f"Summary:\n{TRUE} [1]\n" in ran.out
    assert "SIGKILL" in ran.err
    assert "1. TF0043" in ran.out.partition("Summary:")[2]


def test_a_bug_in_a_summary_does_not_end_the_chat(chat, says):
    broken = says(TRUE).replace(
        "from tfhelp.cli.main", "writing.choose_model = lambda *_: 1 / 0\nfrom tfhelp.cli.main"
    )
    ran = chat(f"{PAD}\n/results\n", "--model", "m", program=broken)
    assert ran.code == 0
    assert "Internal error (ZeroDivisionError)" in ran.err
    assert "1. TF0043" in ran.out


def test_a_summary_is_kept_exported_and_shown_again_without_the_model(chat, says, program, tmp_path):
    ran = chat(f"{PAD}\n/export markdown out.md\n", "--model", "m", program=says(TRUE, FALSE))
    assert ran.code == 0
    text = (tmp_path / "out.md").read_text()
    assert "#### Summary by the model tiny\n" in text
    assert "1 sentence withheld" in text
    again = chat("", "--resume", "--model", "m", program=program(["os._exit(7)"]))
    (found,) = summaries(again.out)
    assert found.startswith(f"{TRUE} [1]")
    assert "(tiny) 1 sentence withheld" in found


def test_it_loads_no_model_library_and_nothing_of_models_without_the_switch(chat):
    source = (
        "import sys\nfrom tfhelp.cli.main import main\nmain(sys.argv[1:])\n"
        "print('LOADED', *sys.modules, file=sys.stderr)"
    )
    names = set(chat(f"{PAD}\n", program=source).err.partition("LOADED ")[2].split())
    assert "tfhelp.repl.summaries" in names
    assert names & {"torch", "transformers", "textual", "tfhelp.models.process", "tfhelp.summaries.writing"} == set()


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are a Unix matter")
def test_ctrl_c_ends_the_summary_and_not_the_chat_and_what_was_read_is_kept(screen, program, gone, run, tmp_path):
    lines = [f"send(number, Piece({TRUE + ' The '!r}))", "time.sleep(60)"]
    chat = screen(program=program(lines), options=("--model", "m"))
    chat.send(f"{PAD}\n")
    chat.until("gaps. [1]")
    chat.interrupt()
    assert "Stopped." in chat.until("tfhelp> ")
    chat.send("/results\n")
    assert "1. TF0043" in chat.until("tfhelp> ")
    chat.send("/quit\n")
    assert chat.end() == 0
    assert gone()
    ran = run("history", "list", TFHELP_STATE=str(tmp_path / "state"))
    shown = run("history", "show", ran.out.split()[0], TFHELP_STATE=str(tmp_path / "state")).out
    assert f"Summary by tiny\n    {TRUE} [1]\n    (stopped)" in shown


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are a Unix matter")
@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"])
def test_a_signal_while_a_model_writes_leaves_no_process(screen, program, gone, name):
    lines = [f"send(number, Piece({TRUE + ' The '!r}))", "time.sleep(60)"]
    chat = screen(program=program(lines), options=("--model", "m"))
    chat.send(f"{PAD}\n")
    chat.until("gaps. [1]")
    chat.process.send_signal(getattr(signal, name))
    chat.process.wait(timeout=10)
    assert gone()
