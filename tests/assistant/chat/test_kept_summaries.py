"""A summary that was seen comes back with its conversation: finished, stopped, failed, and the entry's own."""

import threading

import pytest
from textual.widgets import Static

from tfhelp.chat.widgets.summary import SummaryPanel
from tfhelp.conversation.history import History
from tfhelp.models.errors import ModelError

TRUE, MORE = "A batch needs one length. ", "It closes nothing. "
ASKED = "why does padding fail?"


@pytest.fixture
def never():
    """An event that does not come before the test is over."""
    event = threading.Event()
    yield event
    event.set()


def text(chat):
    panel = chat.main.query_one(SummaryPanel)
    return "\n".join(str(panel.query_one(name, Static).content) for name in ("#summary_status", "#summary"))


async def says(chat, words):
    panel = chat.main.query_one(SummaryPanel)
    await chat.until(lambda: panel.display and words in text(chat), f"{words!r} in the panel")


def stored():
    """Id of the only conversation, and the summary of its only turn."""
    with History.open() as history:
        (kept,) = history.conversations()
        (turn,) = history.load(kept.id)
        return kept.id, turn.summary


async def ask(chat):
    await chat.ask(ASKED)


def test_a_finished_one_is_shown_again_without_asking_the_model(drive, model):
    process = model(TRUE)

    async def act(chat):
        await ask(chat)
        await says(chat, "tokens/s")

    drive(act, model="m", summaries=True)
    conversation, summary = stored()
    assert (summary.by, summary.citations[0].code) == ("tiny", "TF0001")

    async def again(chat):
        await says(chat, "one length. [1]")
        assert text(chat).startswith("Summary")
        assert "· tiny" in text(chat)

    drive(again, model="m", summaries=True, resume=conversation)
    assert len(process.requests) == 1


def test_what_was_read_of_one_that_was_stopped_comes_back_and_the_switch_tries_again(drive, model, never):
    process = model(TRUE, "Set CUDA_VISIBLE_DEVICES to 7. ", MORE[:4], never)

    async def act(chat):
        await ask(chat)
        await says(chat, "one length. [1]")
        await chat.press("escape")
        await says(chat, "(stopped)")

    drive(act, model="m", summaries=True)
    conversation, summary = stored()
    assert summary.text.startswith("A batch needs one length. [1]")
    assert "(stopped)" in summary.note

    async def again(chat):
        await says(chat, "(stopped)")
        assert len(process.requests) == 1
        await chat.press("ctrl+g", "ctrl+g")
        await chat.until(lambda: len(process.requests) == 2, "another try")

    drive(again, model="m", summaries=True, resume=conversation)


def test_leaving_while_it_is_written_keeps_what_was_read(drive, model, never):
    model(TRUE, MORE[:4], never)

    async def act(chat):
        await ask(chat)
        await says(chat, "one length. [1]")
        chat.main.summaries.close()

    drive(act, model="m", summaries=True)
    assert stored()[1].text == "A batch needs one length. [1]"


def test_the_stand_in_for_a_model_that_failed_is_kept_with_the_reason(drive, model):
    model(ModelError("died_killed", "en", log="L"))

    async def act(chat):
        await ask(chat)
        await says(chat, "SIGKILL")

    drive(act, model="m", summaries=True)
    summary = stored()[1]
    assert (summary.by, summary.text) == ("extractive", "Padding. [1]")
    assert "SIGKILL" in summary.note


def test_the_entrys_own_is_kept_and_gives_way_to_a_model(drive, model):
    async def act(chat):
        await ask(chat)
        await says(chat, "Padding. [1]")

    drive(act, summaries=True)
    conversation, summary = stored()
    assert summary.by == "extractive"
    model(TRUE)

    async def again(chat):
        await says(chat, "tokens/s")

    drive(again, model="m", summaries=True, resume=conversation)
    assert stored()[1].by == "tiny"


def test_what_nobody_saw_is_not_kept(drive):
    drive(ask)
    assert stored()[1] is None


def test_a_private_chat_keeps_none(drive):
    async def act(chat):
        await ask(chat)
        await says(chat, "Padding. [1]")

    drive(act, summaries=True, private=True)
    with History.open() as history:
        assert history.conversations() == []
