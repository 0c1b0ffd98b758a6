"""The screen of earlier conversations: listing, searching, going on."""

import asyncio

import pytest

from tfhelp.chat.screens import history
from tfhelp.chat.screens.history import say
from tfhelp.chat.widgets.picklist import PickList
from tfhelp_corpus.errors import TfhelpError


@pytest.mark.parametrize(
    ("language", "counts"), [("en", ("3 questions", "1 question")), ("zh", ("3 个问题", "1 个问题"))]
)
def test_a_conversation_is_a_line_with_date_title_and_count(drive_history, kept, lines, language, counts):
    async def act(pilot, screen):
        shown = lines(screen)
        assert len(shown) == 3
        for line, row, count in zip(shown, kept.rows, counts, strict=False):
            assert line.strip().startswith(row.when)
            assert line.endswith(count)
        assert "CUDA out of mem" in shown[0]

    drive_history(act, language=language)


def test_text_of_conversations_is_neither_markup_nor_control_codes(drive_history, lines, search):
    async def act(pilot, screen):
        text = "\n".join(lines(screen))
        assert "[red]分词器[/red] 没有填充标记，`[batch, seq]` 的形状不对" in text
        assert "Offline mode finds no file" in text
        assert "owned" not in text
        await search(pilot, screen, "offline")
        assert lines(screen)[1].strip() == "… [b]Offline mode finds no file[/b] more …"

    drive_history(act, size=(100, 24))


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("size", [(60, 15), (80, 24), (40, 10)])
def test_no_line_is_wider_than_the_list(drive_history, search, language, size):
    async def act(pilot, screen):
        picked = screen.query_one(PickList)
        for words in ("", "a"):
            await search(pilot, screen, words)
            await pilot.press("ctrl+d")
            assert {picked.render_line(y).cell_length for y in range(picked.size.height)} == {
                picked.scrollable_content_region.width
            }
        assert screen.query_one("#box").region.bottom <= size[1]

    drive_history(act, language=language, size=size)


def test_typing_searches_once_after_a_pause_and_shows_where_words_occur(drive_history, kept, lines, settle, search):
    async def act(pilot, screen):
        await pilot.press(*"cuda")
        await settle(pilot, history.PAUSE + 0.1)
        assert kept.searched == ["", "cuda"]
        assert len(lines(screen)) == 2
        assert "CUDA out of memory while training" in lines(screen)[1]
        await search(pilot, screen, "")
        assert len(lines(screen)) == 3

    drive_history(act)


def test_a_search_that_ends_late_does_not_replace_a_newer_one(drive_history, kept, lines, settle, search):
    kept.gates["cuda"] = asyncio.Event()

    async def act(pilot, screen):
        await search(pilot, screen, "cuda")
        await search(pilot, screen, "offline")
        assert kept.searched == ["", "cuda", "offline"]
        kept.gates["cuda"].set()
        await settle(pilot, 0.05)
        assert len(lines(screen)) == 2
        assert "Offline" in lines(screen)[1]

    drive_history(act)


@pytest.mark.parametrize(
    ("keys", "conversation"),
    [
        (("enter",), "c1"), (("down", "enter"), "c2"), (("down", "down", "down", "up", "enter"), "c3"),
        (("tab", "j", "enter"), "c2"), (("tab", "G", "enter"), "c3"), (("tab", "G", "k", "g", "enter"), "c1"),
        (("escape",), None), (("tab", "escape"), None), (("enter", "enter"), "c1"),
    ],
)  # fmt: skip
def test_keys_move_go_on_and_close(drive_history, keys, conversation):
    async def act(pilot, screen):
        await pilot.press(*keys)

    assert drive_history(act) == conversation


def test_a_click_selects_and_a_double_click_goes_on(drive_history):
    async def act(pilot, screen):
        await pilot.click(PickList, offset=(5, 1))
        assert screen.is_current
        assert screen.query_one(PickList).key == "c2"
        await pilot.double_click(PickList, offset=(5, 2))

    assert drive_history(act) == "c3"


@pytest.mark.parametrize("language", ["en", "zh"])
def test_an_empty_history_says_so_and_a_search_without_a_result_too(drive_history, kept, status, search, language):
    kept.rows = []

    async def act(pilot, screen):
        assert status(screen) == say(language, "empty")
        await search(pilot, screen, "x")
        assert status(screen) == say(language, "none")
        await pilot.press("enter", "ctrl+d", "down")

    assert drive_history(act, language=language) == "unset"


def test_why_the_history_cannot_be_read_is_said_until_a_search_works(drive_history, kept, lines, status, search):
    kept.error = TfhelpError("The history is locked.", "Close the other chat.")

    async def act(pilot, screen):
        assert status(screen) == "The history is locked. Close the other chat."
        kept.error = None
        await search(pilot, screen, "cuda")
        assert status(screen) == ""
        assert len(lines(screen)) == 2

    drive_history(act)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_keys_in_the_footer_speak_the_language(drive_history, language):
    async def act(pilot, screen):
        shown = {found.binding.description for found in screen.active_bindings.values() if found.binding.show}
        assert shown == {say(language, name) for name in ("pick_open", "pick_close", "pick_delete")}

    drive_history(act, language=language)


def test_closing_while_a_search_runs_leaves_nothing_behind(drive_history, kept, settle):
    async def act(pilot, screen):
        await pilot.press(*"cuda", "escape")
        await settle(pilot, history.PAUSE + 0.1)
        assert kept.searched == [""]

    assert drive_history(act) is None
