"""The summary above the entry: with and without a model, stopped, overtaken, failed. No torch, no process."""

import threading
import time

import pytest
from textual.widgets import Static

from tfhelp import settings
from tfhelp.answer import Citation, Summary
from tfhelp.chat.widgets.summary import SummaryPanel
from tfhelp.models.errors import ModelError
from tfhelp.models.protocol import Notice, Progress

TRUE, MORE, FALSE = "A batch needs one length. ", "It closes nothing. ", "Set CUDA_VISIBLE_DEVICES to 7. "
ZH = "同一批的序列长度必须相同。"


@pytest.fixture
def never():
    """An event that does not come before the test is over."""
    event = threading.Event()
    yield event
    event.set()


def panel(chat):
    return chat.main.query_one(SummaryPanel)


def text(chat):
    """All that the panel says."""
    found = panel(chat)
    return "\n".join(str(found.query_one(name, Static).content) for name in ("#summary_status", "#summary"))


async def says(chat, words):
    await chat.until(lambda: panel(chat).display and words in text(chat), f"{words!r} in the panel")


def test_the_switch_shows_the_entrys_own_summary_at_once_and_is_remembered(drive):
    async def act(chat):
        await chat.ask("why does padding fail?")
        assert not panel(chat).display
        await chat.press("ctrl+g")
        await says(chat, "Padding. [1]")
        await chat.says("Summaries are on")
        assert settings.load().summaries
        await chat.press("ctrl+g")
        await chat.until(lambda: not panel(chat).display)
        assert not settings.load().summaries

    drive(act)


def test_the_theme_survives_the_switch_and_the_switch_the_theme():
    settings.remember(theme="nord")
    settings.remember(summaries=True)
    settings.remember(theme="gruvbox")
    assert (settings.load().theme, settings.load().summaries) == ("gruvbox", True)


@pytest.mark.parametrize("way", ["s", "command", "palette"])
def test_there_are_other_ways_to_switch(drive, way):
    async def act(chat):
        await chat.ask("why does padding fail?")
        if way == "s":
            await chat.focus(chat.reader)
            await chat.press("s")
        elif way == "command":
            await chat.type("/summaries")
            await chat.press("enter")
        else:
            offered = {entry.title: entry.callback for entry in chat.app.get_system_commands(chat.main)}
            offered["Summaries on/off"]()
        await says(chat, "Padding. [1]")

    drive(act)


def test_sentences_appear_one_by_one_and_the_figures_at_the_end(drive, model):
    gate = threading.Event()
    model(Progress("prefill", 128, 900), TRUE, MORE, gate, FALSE)

    async def act(chat):
        await chat.ask("why does padding fail?")
        await says(chat, "A batch needs one length. [1]")
        assert "tiny" in text(chat)
        assert "pad_token" not in text(chat)
        gate.set()
        await says(chat, "12.3 tokens/s")
        assert "2 sentences withheld" in text(chat)
        assert "own words instead: 1" in text(chat)
        assert "tokenizer.pad_token = tokenizer.eos_token" in text(chat)
        assert "CUDA" not in text(chat)

    drive(act, model="m", summaries=True)


def test_progress_is_said_before_there_is_a_sentence(drive, model, never):
    model(Progress("prefill", 128, 900), never)

    async def act(chat):
        await chat.ask("why does padding fail?")
        await says(chat, "reading the prompt 128/900")

    drive(act, model="m", summaries=True)


def test_neither_focus_nor_what_is_read_moves_while_it_is_written(drive, model):
    gate = threading.Event()
    model(Progress("prefill", 1, 9), gate, TRUE, MORE)

    async def act(chat):
        await chat.ask("why does padding fail?")
        await says(chat, "reading the prompt")
        await chat.focus(chat.reader)
        await chat.press("j", "j", "j")
        await chat.until(lambda: chat.reader.scroll_y == 3)
        before = chat.reader.region
        gate.set()
        await says(chat, "tokens/s")
        assert (chat.reader.scroll_y, chat.reader.region) == (3, before)
        assert chat.reader.has_focus

    drive(act, model="m", summaries=True)


def test_escape_frees_the_screen_at_once_and_keeps_what_was_shown(drive, model, never):
    process = model(TRUE, MORE[:4], never)

    async def act(chat):
        await chat.ask("why does padding fail?")
        await says(chat, "one length. [1]")
        begin = time.monotonic()
        await chat.press("escape")
        assert time.monotonic() - begin < 0.3
        await says(chat, "(stopped)")
        assert "one length. [1]" in text(chat)
        await chat.until(process.cancelled.is_set)
        assert chat.prompt.has_focus
        await chat.press("escape")
        await chat.until(lambda: chat.reader.has_focus)
        await chat.press("d")
        await chat.until(lambda: not panel(chat).display)
        await chat.press("d")
        await says(chat, "(stopped)")
        assert len(process.requests) == 1

    drive(act, model="m", summaries=True)


def test_a_new_question_cancels_and_gets_its_own(drive, model, never):
    process = model(TRUE, MORE[:4], never)

    async def act(chat):
        await chat.ask("why does padding fail?")
        await says(chat, "one length. [1]")
        await chat.ask("and something quite unlike it about quantization?")
        await chat.until(process.cancelled.is_set)
        await chat.until(lambda: len(process.requests) == 2)
        await says(chat, "one length. [1]")
        assert "(stopped)" not in text(chat)

    drive(act, model="m", summaries=True)
    assert len(process.made) == 1, "the process is kept"
    assert "quantization" in process.requests[1].messages[1][1]


def test_another_candidate_cancels_and_has_none(drive, model, never):
    process = model(TRUE, MORE[:4], never)

    async def act(chat):
        await chat.ask("why does padding fail?")
        await says(chat, "one length. [1]")
        await chat.focus(chat.reader)
        await chat.press("2")
        await chat.until(lambda: not panel(chat).display)
        await chat.until(process.cancelled.is_set)

    drive(act, model="m", summaries=True)


def test_a_finished_summary_is_kept_with_its_turn(drive, model):
    process = model(TRUE)

    async def act(chat):
        await chat.ask("why does padding fail?")
        await says(chat, "tokens/s")
        summary = chat.turns[0].answer.summary
        assert (summary.by, summary.text.startswith("A batch needs one length. [1]")) == ("tiny", True)
        await chat.focus(chat.reader)
        await chat.press("2")
        await chat.until(lambda: not panel(chat).display)
        await chat.press("1")
        await says(chat, "tokens/s")
        assert len(process.requests) == 1

    drive(act, model="m", summaries=True)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_model_that_fails_says_why_and_what_to_do_and_the_entrys_summary_stands_in(drive, model, language):
    model(ModelError("died_killed", "en", log="L"))

    async def act(chat):
        await chat.ask("why does padding fail?")
        await says(chat, "SIGKILL")
        assert "tfhelp models" in text(chat)
        assert "Padding. [1]" in text(chat)
        assert ("被" in text(chat)) == (language == "zh")
        await chat.ask("and something quite unlike it about quantization?")
        await says(chat, "SIGKILL")

    drive(act, model="m", summaries=True, language=language)


def test_a_process_that_dies_midway_leaves_its_sentences(drive, model):
    model(TRUE + MORE[:4], ModelError("stuck", "en", seconds="20", log="L"))

    async def act(chat):
        await chat.ask("why does padding fail?")
        await says(chat, "no sign of life")
        assert "one length. [1]" in text(chat)

    drive(act, model="m", summaries=True)


def test_without_the_extra_the_panel_says_what_to_install(drive, model):
    def choose(*_):
        raise ModelError("missing_extra", "en", packages="torch", command="pip install x")

    model(choose=choose)

    async def act(chat):
        await chat.ask("why does padding fail?")
        await says(chat, "pip install x")
        assert "Padding. [1]" in text(chat)

    drive(act, model="m", summaries=True)


def test_a_bug_in_a_summary_does_not_end_the_chat(drive, model):
    model(choose=lambda *_: 1 / 0)

    async def act(chat):
        await chat.ask("why does padding fail?")
        await chat.says("ZeroDivisionError")
        await says(chat, "Padding. [1]")

    drive(act, model="m", summaries=True)


def test_what_was_cut_is_not_silent(drive, model):
    model(Notice("context_cut", {"kept": "500", "total": "900"}), TRUE)

    async def act(chat):
        await chat.ask("why does padding fail?")
        await says(chat, "tokens/s")
        assert "from 900 to 500 tokens" in text(chat)

    drive(act, model="m", summaries=True)


@pytest.mark.parametrize(
    ("notice", "words"),
    [
        (Notice("loading", {"model": "tiny", "device": "cpu", "dtype": "bf16"}), "tiny · loading"),
        (Notice("converting", {"file": "tiny.gguf", "folder": "/c"}), "Summary · converting tiny.gguf"),
        (Progress("load", 1, 2), "Summary · loading tiny"),
        (Progress("prefill", 1, 2), "tiny · reading"),
    ],
)
def test_what_goes_on_begins_with_a_small_letter_whoever_says_it(drive, model, never, notice, words):
    model(notice, never)

    async def act(chat):
        await chat.ask("why does padding fail?")
        await says(chat, words.rpartition(" · ")[2])
        assert not text(chat).partition("\n")[0].endswith((".", "…"))

    drive(act, model="m", summaries=True)


LONG = "One of many lines. [1]\n" * 30 + "The last one. [1]"


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (60, 15)])
def test_more_than_can_be_seen_is_said_and_can_be_read_with_the_keyboard(drive, assistant, make_answer, size):
    summary = Summary(LONG, "extractive", (Citation(1, "TF0001"),))
    assistant.answer = lambda question, _: make_answer(question=question, summary=summary)

    async def act(chat):
        await chat.ask("why does padding fail?")
        await says(chat, "more: S in the answer")
        assert "The last one." not in chat.text
        await chat.press("escape", "S")
        await chat.until(lambda: panel(chat).has_focus)
        await says(chat, "more: ↓")
        await chat.press("G")
        await chat.until(lambda: "The last one." in chat.text)
        assert "more:" not in chat.text
        await chat.press("S")
        await chat.until(lambda: chat.reader.has_focus)
        await chat.press("escape")
        await chat.until(lambda: chat.prompt.has_focus)

    drive(act, summaries=True, size=size)


def test_a_summary_that_is_seen_whole_says_nothing_of_more(drive):
    async def act(chat):
        await chat.ask("why does padding fail?")
        await says(chat, "Padding. [1]")
        await chat.drawn()
        assert "more:" not in text(chat)

    drive(act, summaries=True)


def test_without_a_summary_its_key_says_so(drive):
    async def act(chat):
        await chat.ask("why does padding fail?")
        await chat.focus(chat.reader)
        await chat.press("S")
        await chat.says("There is no summary here.")

    drive(act)


def test_in_chinese_the_panel_is_chinese(drive, model, never):
    model(Progress("prefill", 128, 900), never)

    async def act(chat):
        await chat.ask("分词器没有 pad token，该怎么办？")
        await says(chat, "正在读取提示词 128/900")
        assert text(chat).startswith("摘要 · tiny")

    drive(act, model="m", summaries=True, language="zh")


def test_an_answer_that_is_not_sure_has_none(drive, assistant, make_answer, model):
    process = model(TRUE)
    assistant.answer = lambda text, _: make_answer(question=text, confident=False)

    async def act(chat):
        await chat.ask("how to bake bread")
        await chat.drawn()
        assert not panel(chat).display

    drive(act, model="m", summaries=True)
    assert process.requests == []


def test_a_new_conversation_forgets_what_was_written(drive, model, never):
    process = model(TRUE, MORE[:4], never)

    async def act(chat):
        await chat.ask("why does padding fail?")
        await says(chat, "one length. [1]")
        await chat.press("ctrl+n")
        await chat.until(lambda: not panel(chat).display)
        await chat.until(process.cancelled.is_set)

    drive(act, model="m", summaries=True)


def test_markup_in_a_summary_is_text_and_a_terminal_gets_no_orders(drive, model):
    model(ModelError("load_failed", "en", model="[red]x[/] \x1b[31m", why="[@click=app.quit]y[/]"))

    async def act(chat):
        await chat.ask("why does padding fail?")
        await says(chat, "[red]x[/]")
        assert "\x1b" not in text(chat)

    drive(act, model="m", summaries=True)


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (60, 15), (40, 10)])
@pytest.mark.parametrize("writing", [False, True])
def test_the_entry_keeps_room_below_it_at_every_size(drive, model, never, size, writing):
    model(TRUE, MORE[:4], *([never] if writing else [MORE[4:], FALSE]))

    async def act(chat):
        await chat.ask("why does padding fail?")
        await says(chat, "[1]")
        found, reader = panel(chat), chat.reader
        assert 2 <= found.size.height <= 0.36 * chat.main.query_one("#body").size.height + 1
        assert reader.size.height >= (3 if size[1] >= 15 else 1)
        assert not found.region.overlaps(reader.region)
        assert not found.region.overlaps(chat.results.region)

    drive(act, model="m", summaries=True, size=size)


def test_leaving_ends_the_process(drive, model, never):
    process = model(TRUE, never)

    async def act(chat):
        await chat.ask("why does padding fail?")
        await chat.until(lambda: process.requests)
        begin = time.monotonic()
        chat.main.summaries.close()
        assert time.monotonic() - begin < 1
        assert process.closed

    drive(act, model="m", summaries=True)
