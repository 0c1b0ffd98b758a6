"""``tfhelp chat --plain``, through pipes and on a pseudo-terminal."""

import contextlib
import io
import os
import re
import select
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tfhelp.repl import commands, lines
from tfhelp.repl.words import say

OOM = "CUDA out of memory"
PAD = "Asking to pad but the tokenizer does not have a padding token"

CHAINED = """Traceback (most recent call last):
  File "a.py", line 1, in <module>
KeyError: 'pad'

During handling of the above exception, another exception occurred:

Traceback (most recent call last):
  File "b.py", line 2, in <module>
    tokenizer("a", padding=True)
ValueError: Asking to pad but the tokenizer does not have a padding token.
"""


@pytest.fixture
def chat(run, tmp_path):
    """Feed the chat through a pipe."""
    folders = {"TFHELP_STATE": str(tmp_path / "state"), "TFHELP_CONFIG": str(tmp_path / "config"), "PATH": ""}
    return lambda text, *options, **variables: run(
        "chat", "--plain", *options, stdin=text, **{**folders, **variables}
    )


def titles(out):
    """Codes that begin an answer or a document."""
    return [
        line[:6]
        for before, line in zip(["", *out.splitlines()], out.splitlines(), strict=False)
        if re.match(r"TF\d{4}: ", line) and not before
    ]


# Questions


def test_each_paragraph_of_a_pipe_is_a_question(chat):
    ran = chat(f"{OOM}\n\n{PAD}\n")
    assert ran.code == 0
    assert titles(ran.out) == ["TF0003", "TF0043"]
    assert "Traceback" not in ran.err


def test_nothing_at_all_and_only_blank_lines_ask_nothing(chat):
    for text in ("", "\n\n \n"):
        ran = chat(text)
        assert (ran.code, ran.out, ran.err) == (0, "", "")


def test_a_chained_traceback_is_one_question(chat):
    ran = chat(CHAINED + f"\n{OOM}\n")
    assert titles(ran.out) == ["TF0043", "TF0003"]


def test_a_text_with_blank_lines_is_taken_up_to_a_full_stop(chat):
    ran = chat(f"/paste\nit prints this:\n\n{PAD}\n.\n/results\n")
    assert titles(ran.out) == ["TF0043"]
    assert "1. TF0043" in ran.out


def test_nothing_relevant_is_said_and_the_chat_goes_on(chat):
    ran = chat(f"how do I bake sourdough bread\n\n{OOM}\n")
    assert ran.out.startswith("Nothing relevant found.")
    assert titles(ran.out) == ["TF0003"]


def test_a_question_that_cannot_be_asked_is_a_sentence_and_the_chat_goes_on(chat):
    ran = chat(f"???\n\n{OOM}\n")
    assert "Nothing was asked" in ran.err
    assert titles(ran.out) == ["TF0003"]


def test_chinese_in_chinese_out_also_in_its_older_encoding(chat):
    ran = chat("显存不够怎么办\n".encode("gb18030"))
    assert ran.code == 0
    assert "解决办法" in ran.out


def test_an_answer_has_no_control_characters_whatever_was_pasted(chat):
    ran = chat(f"\x1b]0;owned\x07{OOM}\x1b[31m\n/find \x1b[2Jgpu\n/open \x1b[31m9999\n/\x1b[31mfoo\n")
    assert ran.code == 0
    assert b"\x1b" not in ran.raw
    assert b"\x07" not in ran.raw


def test_a_follow_up_says_what_it_was_taken_for(chat):
    ran = chat(f"{OOM}\n\nand with LoRA?\n")
    assert "This adds to question 1." in ran.err
    assert len(titles(ran.out)) == 2


def test_a_closed_reader_ends_quietly(shell, tmp_path):
    command = [sys.executable, "-m", "tfhelp", "chat", "--plain", "--private"]
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=shell(), cwd=tmp_path
    )
    process.stdout.close()
    _, error = process.communicate(f"{OOM}\n\n{PAD}\n".encode(), timeout=30)
    assert (process.returncode, error) == (0, b"")


# Commands


def test_a_command_needs_no_blank_line_around_it(chat):
    ran = chat(f"{OOM}\n/results\n{PAD}\n/quit\nnever asked\n")
    assert titles(ran.out) == ["TF0003", "TF0043"]
    assert "1. TF0003" in ran.out


@pytest.mark.parametrize("language", ["en", "zh"])
def test_help_names_every_command_in_both_languages(chat, language):
    ran = chat("/help\n", "--lang", language)
    for name in commands.COMMANDS:
        assert f"/{name}" in ran.out
        assert say(language, f"do_{name}") in ran.out


def test_results_documents_and_the_way_back(chat):
    ran = chat(f"{OOM}\n/open 2\n/next\n/back\n/back\n/forward\n2\n/open tf0043\n")
    shown = titles(ran.out)
    assert len(shown) == 8
    assert shown[0] == shown[4] == "TF0003"
    assert shown[1] == shown[3] == shown[5] == shown[6]
    assert shown[7] == "TF0043"
    assert ran.err == ""


def test_ends_of_the_ways_are_said(chat):
    ran = chat(f"/back\n/results\n7\n/copy\n{OOM}\n/back\n/forward\n/open 99\n/open TF9999\n/open\n")
    assert ran.err.count("There is nothing further.") == 3
    assert ran.err.count("Ask something first.") == 3
    assert "There is no result 99." in ran.err
    assert "There is no result TF9999." in ran.err
    assert "Use it so: /open N|CODE" in ran.err
    assert ran.code == 0


def test_next_stops_after_the_last_result(chat):
    ran = chat(f"{OOM}\n" + "/next\n" * 9)
    assert len(titles(ran.out)) == 9
    assert ran.err.count("There is nothing further.") == 1


def test_find_lists_the_lines_that_hold_the_words(chat):
    ran = chat(f"{OOM}\n/find EXPANDABLE_segments\n/find xyzzy\n/find\n")
    found = [line for line in ran.out.splitlines() if line.startswith("line ")]
    assert found
    first = re.match(r"line (\d+): (.*)", found[0])
    assert ran.out.splitlines()[int(first[1]) - 1] == first[2]
    assert "Not found: xyzzy" in ran.err


def test_topics_lists_categories_and_their_entries(chat):
    ran = chat("/topics\n/topics memory\n/topics nonsense\n", "--lang", "zh")
    assert re.search(r"^memory（\d+）$", ran.out, re.MULTILINE)
    assert "TF0003: " in ran.out
    assert "nonsense" in ran.err
    assert "tokenizer" in ran.err


def test_copy_says_what_happened(chat, tmp_path):
    tools = tmp_path / "bin"
    tools.mkdir()
    kept = tmp_path / "kept"
    (tools / "pbcopy").write_text(f"#!/bin/sh\n/bin/cat > {kept}\n")
    (tools / "pbcopy").chmod(0o755)
    ran = chat(f"{OOM}\n/copy\n/copy code 2\n/copy code 99\n/copy link\n/copy nonsense\n", PATH=str(tools))
    assert "Copied with pbcopy: export PYTORCH_CUDA_ALLOC_CONF" in ran.err
    assert "Copied with pbcopy\n" in ran.err
    assert "no such block of code" in ran.err
    assert "Copied with pbcopy: https://" in ran.err
    assert "Use it so: /copy" in ran.err
    assert kept.read_text().startswith("https://")


def test_copy_without_a_clipboard_does_not_claim_anything(chat):
    ran = chat(f"{OOM}\n/copy answer\n")
    assert "Not copied" in ran.err


def test_links_are_listed(chat):
    ran = chat(f"{OOM}\n/links\n")
    assert re.search(r"^1\. https://", ran.out, re.MULTILINE)


def test_not_asks_again_without_what_is_shown(chat):
    ran = chat(f"{OOM}\n/not\n/results\n")
    assert "Asked again without TF0003." in ran.err
    assert "TF0003" not in ran.out.split("1. TF")[1]


def test_why_explains_the_last_answer(chat):
    ran = chat(f"{OOM}\n/why\n")
    assert "form: " in ran.out
    assert "score" in ran.out


def test_language_and_environment_can_be_changed(chat, tmp_path):
    site = tmp_path / "venv" / "lib" / "python3.11" / "site-packages"
    (site / "transformers-4.57.6.dist-info").mkdir(parents=True)
    ran = chat(f"/lang zh\n{OOM}\n/env {tmp_path / 'venv'}\n/env\n/env /nowhere\n/lang fr\n")
    assert "解决办法" in ran.out
    assert "语言已切换为中文" in ran.err
    assert "transformers 4.57.6" in ran.err
    assert "/nowhere" in ran.err
    assert "用法：/lang en|zh" in ran.err


@pytest.mark.parametrize("form", ["markdown", "json", "issue"])
def test_the_conversation_is_written_to_a_file_once(chat, tmp_path, form):
    ran = chat(f"/export {form}\n{OOM}\n/export {form} out.txt\n/export {form} out.txt\n/export {form} no/such/x\n")
    assert OOM in (tmp_path / "out.txt").read_text(encoding="utf-8")
    assert "Ask something first." in ran.err
    assert f"Written to {tmp_path / 'out.txt'}" in ran.err
    assert "out.txt exists already" in ran.err
    assert ran.err.count("Not written") == 2


def test_a_new_conversation_knows_nothing_of_the_old_one(chat):
    ran = chat(f"{OOM}\n/new\n/results\n")
    assert "Ask something first." in ran.err


def test_a_mistyped_command_is_not_asked(chat):
    ran = chat("/hlep\n/xyzzy\n/resluts now\n")
    assert "There is no command /hlep. Did you mean /help?" in ran.err
    assert "There is no command /xyzzy" in ran.err
    assert "Did you mean /results?" in ran.err
    assert ran.out == ""


def test_a_path_is_a_question(chat):
    ran = chat(f"/usr/lib/python3/x.py:3: {PAD}\n/quit\n")
    assert "TF0043: " in ran.out
    ran = chat(f"/dev/shm is full\n\n /help me with {OOM}\n", "--private")
    assert "Nothing relevant found." in ran.out
    assert "TF0003: " in ran.out
    assert "no command" not in ran.err
    assert "/results" not in ran.out


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("/help", "help"),
        ("/Help ", "help"),
        ("/q", "quit"),
        ("/open 2", "open"),
        (" /help", None),
        ("/help\nme", None),
        ("/usr/bin/help", None),
        ("/", None),
        ("/ help", None),
        ("//", None),
        ("help", None),
    ],
)
def test_what_is_a_command(text, name):
    assert commands.named(text) == name


# What is kept


def test_a_conversation_is_kept_listed_found_resumed_and_deleted(chat):
    chat(f"{OOM}\n\n{PAD}\n")
    listed = chat("/history\n/history padding\n/history xyzzy\n")
    assert "1. CUDA out of memory (questions: 2" in listed.out
    assert "question 2: " in listed.out
    assert "No conversation was found." in listed.err
    resumed = chat("/history\n/resume 1\n/results\n")
    assert "Question 2: " in resumed.out
    assert titles(resumed.out) == ["TF0043"]
    started = chat("/results\n", "--resume")
    assert titles(started.out) == ["TF0043"]
    identity = re.search(r"id (\w+)\)", listed.out)[1]
    assert chat(f"/delete {identity[:6]}\n").err == "Deleted.\n"
    assert "No conversation was found." in chat("/history\n").err
    assert identity in chat(f"/resume {identity}\n").err


def test_delete_all_deletes_all(chat):
    chat(f"{OOM}\n/new\n{PAD}\n")
    ran = chat("/history\n/delete all\n/history\n")
    assert "2. " in ran.out
    assert "All conversations were deleted." in ran.err
    assert "No conversation was found." in ran.err


@pytest.mark.parametrize("way", ["option", "command", "setting"])
def test_private_keeps_nothing(chat, tmp_path, way):
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "config.toml").write_text("private = true\n" if way == "setting" else "")
    options = ("--private",) if way == "option" else ()
    first = "/private on\n" if way == "command" else ""
    assert chat(f"{first}/private\n{OOM}\n", *options).code == 0
    assert not [path for path in (tmp_path / "state").rglob("*") if OOM.encode() in path.read_bytes()]


def test_private_covers_what_is_asked_while_it_is_on(chat):
    chat(f"{OOM}\n/private on\nsecret question about {PAD}\n/private off\nhow to save a model\n")
    ran = chat("/history\n/history secret\n")
    assert "questions: 2" in ran.out
    assert "No conversation was found." in ran.err


def test_without_a_usable_history_the_chat_goes_on_in_private(chat, tmp_path):
    (tmp_path / "state").write_text("a file, no folder")
    ran = chat(f"{OOM}\n\n{PAD}\n/history\n")
    assert ran.code == 0
    assert titles(ran.out) == ["TF0003", "TF0043"]
    assert ran.err.count("This conversation is not kept") == 1
    assert "Traceback" not in ran.err


def test_an_unusable_index_is_said_at_once(chat, tmp_path):
    (tmp_path / "own").mkdir()
    ran = chat(f"{OOM}\n", "--index", "own")
    assert (ran.code, ran.out, ran.err.count("\n")) == (3, "", 1)


def _drive(shell, tmp_path, steps):
    """Feed a pipe in steps with pauses, then end it; what stdout held after each step."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tfhelp", "chat", "--plain"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        env=shell(TFHELP_STATE=str(tmp_path / "state")), cwd=tmp_path,
    )  # fmt: skip
    return process, [_step(process, text) for text in steps]


def _step(process, text):
    process.stdin.write(text.encode())
    process.stdin.flush()
    return _until(process.stdout.fileno(), "Where it is from")


def _until(descriptor, words, seconds=20):
    """What a descriptor gives up to and with these words."""
    data, end = b"", time.monotonic() + seconds
    while words not in data.decode(errors="replace") and time.monotonic() < end:
        if select.select([descriptor], [], [], 0.2)[0]:
            try:
                chunk = os.read(descriptor, 65536)
            except OSError:
                break
            if not chunk:
                break
            data += chunk
    return data.decode(errors="replace").replace("\r\n", "\n")


def test_a_program_that_waits_for_each_answer_gets_it(shell, tmp_path):
    process, seen = _drive(shell, tmp_path, [CHAINED + "\n", f"{OOM}\n\n"])
    assert "TF0043: " in seen[0]
    assert "TF0003: " in seen[1]
    process.communicate(timeout=20)
    assert process.returncode == 0


@pytest.mark.skipif(os.name != "posix", reason="signals are POSIX")
def test_a_termination_leaves_the_history_whole(shell, tmp_path, chat):
    process, seen = _drive(shell, tmp_path, [f"{OOM}\n\n"])
    assert "TF0003: " in seen[0]
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=20)
    assert process.returncode == 128 + signal.SIGTERM
    assert "questions: 1" in chat("/history\n").out


# A terminal


class Screen:
    """The chat on a pseudo-terminal."""

    def __init__(self, environment, folder, *, redirect=None):
        import pty

        self.ahead = ""
        self.master, slave = pty.openpty()
        out = redirect or slave
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tfhelp", "chat", "--plain"],
            stdin=slave, stdout=out, stderr=slave, env=environment, cwd=folder, start_new_session=True,
            preexec_fn=_take_terminal,
        )  # fmt: skip
        os.close(slave)

    def send(self, text):
        os.write(self.master, text.encode())

    def until(self, words, seconds=20):
        """What the screen got up to and with these words; what came after them is for the next call."""
        seen = self.ahead if words in self.ahead else self.ahead + _until(self.master, words, seconds)
        at = seen.find(words) + len(words) if words in seen else len(seen)
        self.ahead = seen[at:]
        return seen[:at]

    def interrupt(self):
        time.sleep(0.2)  # between prompt and read Python notices it only later
        self.send("\x03")

    def end(self):
        self.rest = self.until("\0never", 3)
        return self.process.wait(timeout=20)


def _take_terminal():
    import fcntl
    import termios

    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


@pytest.fixture
def screen(shell, tmp_path):
    """Start the chat on a pseudo-terminal."""
    pytest.importorskip("pty")
    started = []

    def start(term="xterm-256color", **options):
        variables = shell(TFHELP_STATE=str(tmp_path / "state"), TERM=term, PATH="/usr/bin:/bin")
        started.append(Screen(variables, tmp_path, **options))
        assert "tfhelp> " in started[-1].until("tfhelp> ")
        return started[-1]

    yield start
    for one in started:
        if one.process.poll() is None:
            one.process.kill()
            one.process.wait()
        os.close(one.master)


@pytest.mark.parametrize("term", ["xterm-256color", "dumb"])
def test_a_question_is_typed_answered_and_the_chat_left(screen, term):
    chat = screen(term)
    chat.send(f"{OOM}\n")
    assert "TF0003: " in chat.until("Where it is from")
    chat.until("tfhelp> ")
    chat.send("/quit\n")
    assert chat.end() == 0


@pytest.mark.parametrize("term", ["xterm-256color", "dumb"])
@pytest.mark.parametrize("last", ["\n", "\r"])
def test_a_paste_of_many_lines_is_one_question(screen, term, last):
    chat = screen(term)
    chat.send(CHAINED.replace("\n", "\r").rstrip("\r"))  # as terminals send it, without an end behind the last line
    time.sleep(0.6)
    chat.send(last)
    assert "TF0043: " in chat.until("Where it is from")
    chat.until("tfhelp> ")
    chat.send("\x04")
    assert chat.end() == 0
    assert "TF00" not in chat.rest


def test_a_bracketed_paste_is_one_question_and_its_tabs_are_tabs(screen):
    chat = screen()
    chat.send("\x1b[200~" + CHAINED.replace("\n", "\r").replace("    ", "\t") + "\x1b[201~")
    time.sleep(0.3)
    chat.send("\r")
    assert "TF0043: " in chat.until("Where it is from")
    assert "tfhelp> " in chat.until("tfhelp> ")


@pytest.mark.parametrize("term", ["xterm-256color", "dumb"])
def test_ctrl_c_takes_a_line_back_and_twice_leaves(screen, term):
    chat = screen(term)
    chat.send("half a quest")
    chat.interrupt()
    assert "Cancelled." in chat.until("tfhelp> ")
    chat.send(f"{OOM}\n")
    assert "TF0003: " in chat.until("Where it is from")
    chat.until("tfhelp> ")
    chat.interrupt()
    chat.until("tfhelp> ")
    chat.interrupt()
    assert chat.end() == 0


def test_ctrl_d_leaves(screen):
    chat = screen()
    chat.send("\x04")
    assert chat.end() == 0


@pytest.mark.parametrize("term", ["xterm-256color", "dumb"])
def test_termination_leaves_the_terminal_as_it_was(screen, term):
    import termios

    chat = screen(term)
    chat.send("half a quest")
    time.sleep(0.3)
    chat.process.send_signal(signal.SIGTERM)
    assert chat.end() == 128 + signal.SIGTERM
    with contextlib.suppress(termios.error):
        flags = termios.tcgetattr(chat.master)[3]
        assert flags & termios.ICANON
        assert flags & termios.ECHO
    assert "Traceback" not in chat.rest
    if term != "dumb":
        assert chat.rest.rfind("\x1b[?2004l") > chat.rest.rfind("\x1b[?2004h")


def test_nothing_is_drawn_on_a_dumb_terminal(screen):
    chat = screen("dumb")
    chat.send(f"{OOM}\n")
    assert "\x1b" not in chat.until("Where it is from")


def test_the_prompt_does_not_follow_answers_into_a_file(screen, tmp_path):
    with (tmp_path / "log").open("wb") as log:
        chat = screen(redirect=log)
        chat.send(f"{OOM}\n")
        chat.until("tfhelp> ")
        chat.send("\x04")
        assert chat.end() == 0
    text = (tmp_path / "log").read_text(encoding="utf-8")
    assert text.startswith("TF0003: ")
    assert "tfhelp>" not in text


def test_what_is_typed_is_in_no_file_of_its_own(screen, tmp_path):
    chat = screen()
    chat.send("/private on\n")
    chat.until("tfhelp> ")
    chat.send(f"{OOM} xyzzy\n")
    chat.until("Where it is from")
    chat.until("tfhelp> ")
    chat.send("\x04")
    assert chat.end() == 0
    assert not [path for path in tmp_path.rglob("*") if path.is_file() and b"xyzzy" in path.read_bytes()]


# Parts


def test_a_block_keeps_head_and_tail_of_what_is_too_long():
    block = lines.Block()
    block.add("head")
    for number in range(60_000):
        block.add(f"line {number:06} " + "x" * 88)
    block.add("the error")
    assert len(block.text) < lines.MAX_CHARACTERS + lines.HEAD_CHARACTERS + 200
    assert block.text.startswith("head\n")
    assert block.text.endswith("\nthe error")


def test_a_pipe_gives_lines_of_any_length_and_encoding():
    reading, writing = os.pipe()
    with io.FileIO(reading):
        os.write(writing, b"a" * 60_000 + b"\r\n" + "显存".encode() + b"\n\nlast")
        os.close(writing)
        piped = lines.Piped(reading)
        assert piped.read(lambda line: False) == "a" * 60_000 + "\n显存"
        assert piped.read(lambda line: False) == "last"
        assert piped.read(lambda line: False) is None


def test_the_line_by_line_chat_does_not_load_textual(run):
    program = "import sys, tfhelp.repl; print([m for m in sys.modules if m.split('.')[0] in ('textual', 'rich')])"
    assert run(program=program).out == "[]\n"


def test_files_of_the_package_stay_small():
    for path in Path(lines.__file__).parent.glob("*.py"):
        assert path.read_text(encoding="utf-8").count("\n") <= 300
