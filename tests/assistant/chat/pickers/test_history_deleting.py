"""The screen of earlier conversations: deleting, which nobody does by mistake."""

import pytest
from textual.widgets import Input

from tfhelp.chat.screens import history
from tfhelp.chat.screens.history import say
from tfhelp.chat.widgets.picklist import PickList


@pytest.mark.parametrize("language", ["en", "zh"])
def test_deleting_asks_in_the_row_and_selects_the_next_one(drive_history, kept, lines, confirm, language):
    async def act(pilot, screen):
        await pilot.press("down", "ctrl+d")
        assert kept.deleted == []
        assert lines(screen)[2].strip() == say(language, "sure")
        await confirm(pilot)
        assert kept.deleted == ["c2"]
        assert [line.strip()[:10] for line in lines(screen)] == ["2026-11-03", "2026-10-30"]
        assert screen.query_one(PickList).key == "c3"

    drive_history(act, language=language)


def test_the_delete_key_deletes_from_the_list_and_edits_in_the_words(drive_history, kept, settle, search, confirm):
    async def act(pilot, screen):
        await search(pilot, screen, "cuda")
        await pilot.press("home", "delete")
        assert screen.query_one(Input).value == "uda"
        await settle(pilot, history.PAUSE + 0.1)
        await pilot.press("tab", "delete")
        await confirm(pilot, "delete")
        assert kept.deleted == ["c1"]

    drive_history(act)


@pytest.mark.parametrize("between", ["down", "up"])
def test_moving_on_takes_the_question_back(drive_history, kept, lines, settle, confirm, between):
    async def act(pilot, screen):
        await pilot.press("ctrl+d", between)
        await settle(pilot)
        assert len(lines(screen)) == 3
        await confirm(pilot)
        assert kept.deleted == []
        assert len(lines(screen)) == 4

    drive_history(act)


def test_typing_takes_the_question_back(drive_history, kept, search, confirm):
    async def act(pilot, screen):
        await pilot.press("ctrl+d")
        await search(pilot, screen, "cuda")
        await confirm(pilot)
        assert kept.deleted == []

    drive_history(act)


def test_a_key_that_is_held_down_confirms_nothing(drive_history, kept):
    async def act(pilot, screen):
        await pilot.press(*["ctrl+d"] * 12)
        assert kept.deleted == []

    drive_history(act)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_last_conversation_can_be_deleted(drive_history, kept, status, confirm, language):
    kept.rows = kept.rows[:1]

    async def act(pilot, screen):
        await pilot.press("ctrl+d")
        await confirm(pilot)
        assert status(screen) == say(language, "empty")
        await pilot.press("ctrl+d", "enter")
        assert kept.deleted == ["c1"]

    assert drive_history(act, language=language) == "unset"


def test_why_it_could_not_be_deleted_is_said_and_the_row_stays(drive_history, kept, lines, status, search, confirm):
    kept.problem = "Another program [b]holds\x1b[31m[/b] the history."

    async def act(pilot, screen):
        await pilot.press("ctrl+d")
        await confirm(pilot)
        assert status(screen) == "Another program [b]holds[/b] the history."
        assert screen.query_one("#status").has_class("-error")
        assert len(lines(screen)) == 3
        await search(pilot, screen, "cuda")
        assert status(screen) == ""

    drive_history(act)
