"""``tfhelp chat --plain`` through a pipe: questions and commands."""

import re
import subprocess
import sys

import pytest

from tfhelp.repl import commands
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


# Questions


def test_each_paragraph_of_a_pipe_is_a_question(titles, chat):
    ran = chat(f"{OOM}\n\n{PAD}\n")
    assert ran.code == 0
    assert titles(ran.out) == ["TF0003", "TF0043"]
    assert "Traceback" not in ran.err


def test_nothing_at_all_and_only_blank_lines_ask_nothing(chat):
    for text in ("", "\n\n \n"):
        ran = chat(text)
        assert (ran.code, ran.out, ran.err) == (0, "", "")


def test_a_chained_traceback_is_one_question(titles, chat):
    ran = chat(CHAINED + f"\n{OOM}\n")
    assert titles(ran.out) == ["TF0043", "TF0003"]


def test_a_text_with_blank_lines_is_taken_up_to_a_full_stop(titles, chat):
    ran = chat(f"/paste\nit prints this:\n\n{PAD}\n.\n/results\n")
    assert titles(ran.out) == ["TF0043"]
    assert "1. TF0043" in ran.out


def test_nothing_relevant_is_said_and_the_chat_goes_on(titles, chat):
    ran = chat(f"how do I bake sourdough bread\n\n{OOM}\n")
    assert ran.out.startswith("Nothing relevant found.")
    assert titles(ran.out) == ["TF0003"]


def test_a_question_that_cannot_be_asked_is_a_sentence_and_the_chat_goes_on(titles, chat):
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


def test_a_follow_up_says_what_it_was_taken_for(titles, chat):
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


def test_a_command_needs_no_blank_line_around_it(titles, chat):
    ran = chat(f"{OOM}\n/results\n{PAD}\n/quit\nnever asked\n")
    assert titles(ran.out) == ["TF0003", "TF0043"]
    assert "1. TF0003" in ran.out


@pytest.mark.parametrize("language", ["en", "zh"])
def test_help_names_every_command_in_both_languages(chat, language):
    ran = chat("/help\n", "--lang", language)
    for name in commands.COMMANDS:
        assert f"/{name}" in ran.out
        assert say(language, f"do_{name}") in ran.out


def test_results_documents_and_the_way_back(titles, chat):
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


def test_next_stops_after_the_last_result(titles, chat):
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
    ran = chat(f"/mnt/photos/beach.jpg is upside down\n\n /help me with {OOM}\n", "--private")
    assert "Nothing relevant found." in ran.out
    assert "TF0003: " in ran.out
    assert "no command" not in ran.err
    assert "/results" not in ran.out


def test_thanks_and_greetings_are_answered_without_a_search(titles, chat):
    ran = chat("hello\n\nCUDA out of memory\n\nthanks!\n\n谢谢\n")
    assert titles(ran.out) == ["TF0003"]
    assert ran.err.count("You are welcome.") == 2
    assert ran.err.startswith("Hello.")
