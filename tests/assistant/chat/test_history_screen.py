"""The screen of earlier conversations, driven by keys and mouse."""

import asyncio

import pytest
from textual.app import App
from textual.widgets import Input, Static

from tfhelp.chat.screens import history
from tfhelp.chat.screens.history import HistoryScreen, Row, say
from tfhelp.chat.widgets.picklist import PickList
from tfhelp_corpus.errors import TfhelpError

ROWS = [
    Row("c1", "2026-11-03 09:12", "CUDA out of memory while training", 3, ""),
    Row("c2", "2026-11-02 18:40", "[red]分词器[/red] 没有填充标记，`[batch, seq]` 的形状不对", 1, ""),
    Row("c3", "2026-10-30 07:05", "\x1b]0;owned\x07Offline\x1b[31m mode\u202e finds\n no file", 12, ""),
]
UNSET = "unset"


class Kept:
    """Conversations in memory; searches can be held back to let them end out of order."""

    def __init__(self, rows=ROWS):
        self.rows = list(rows)
        self.searched = []
        self.deleted = []
        self.problem = None
        self.error = None
        self.gates = {}

    async def search(self, words):
        self.searched.append(words)
        if gate := self.gates.get(words):
            await uncancelled(gate)
        if self.error:
            raise self.error
        found = [row for row in self.rows if words.casefold() in row.title.casefold()]
        if not words:
            return found
        return [Row(row.id, row.when, row.title, row.turns, f"… [b]{row.title}[/b]\n more …") for row in found]

    async def delete(self, conversation):
        self.deleted.append(conversation)
        if self.problem:
            return self.problem
        self.rows = [row for row in self.rows if row.id != conversation]
        return None


async def uncancelled(gate):
    """Wait as a thread does: whoever gives up does not end it."""
    while not gate.is_set():
        try:
            await gate.wait()
        except asyncio.CancelledError:
            continue


class Host(App[None]):
    """Shows the screen and keeps its choice."""

    def __init__(self, kept, language="en"):
        super().__init__()
        self.chosen = UNSET
        self.history = HistoryScreen(language, kept.search, kept.delete)

    def on_mount(self):
        self.push_screen(self.history, self.choose)

    def choose(self, conversation):
        self.chosen = conversation


def drive(act, *, kept=None, language="en", size=(60, 15)):
    """Run the screen, then ``act(pilot, screen)``; return what was chosen."""

    async def go():
        app = Host(kept or Kept(), language)
        async with app.run_test(size=size) as pilot:
            await settle(pilot)
            await act(pilot, app.history)
            await pilot.pause()
        return app.chosen

    return asyncio.run(go())


async def settle(pilot, seconds=0.0):
    """Let a search begin and end."""
    await pilot.pause(seconds)
    await pilot.pause()


async def search(pilot, screen, words):
    screen.query_one(Input).value = words
    await settle(pilot, history.PAUSE + 0.1)


async def confirm(pilot, key="ctrl+d"):
    """Press a key again after a while."""
    await asyncio.sleep(history.HELD + 0.05)
    await pilot.press(key)
    await settle(pilot, 0.05)


def lines(screen):
    """What the list shows."""
    picked = screen.query_one(PickList)
    return [picked.render_line(y).text.rstrip() for y in range(min(picked.size.height, picked.virtual_size.height))]


def status(screen):
    shown = screen.query_one("#status", Static)
    return str(shown.content) if shown.display else ""


@pytest.mark.parametrize(
    ("language", "counts"), [("en", ("3 questions", "1 question")), ("zh", ("3 个问题", "1 个问题"))]
)
def test_a_conversation_is_a_line_with_date_title_and_count(language, counts):
    async def act(pilot, screen):
        shown = lines(screen)
        assert len(shown) == 3
        for line, row, count in zip(shown, ROWS, counts, strict=False):
            assert line.strip().startswith(row.when)
            assert line.endswith(count)
        assert "CUDA out of mem" in shown[0]

    drive(act, language=language)


def test_text_of_conversations_is_neither_markup_nor_control_codes():
    async def act(pilot, screen):
        text = "\n".join(lines(screen))
        assert "[red]分词器[/red] 没有填充标记，`[batch, seq]` 的形状不对" in text
        assert "Offline mode finds no file" in text
        assert "owned" not in text
        await search(pilot, screen, "offline")
        assert lines(screen)[1].strip() == "… [b]Offline mode finds no file[/b] more …"

    drive(act, size=(100, 24))


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("size", [(60, 15), (80, 24), (40, 10)])
def test_no_line_is_wider_than_the_list(language, size):
    async def act(pilot, screen):
        picked = screen.query_one(PickList)
        for words in ("", "a"):
            await search(pilot, screen, words)
            await pilot.press("ctrl+d")
            assert {picked.render_line(y).cell_length for y in range(picked.size.height)} == {
                picked.scrollable_content_region.width
            }
        assert screen.query_one("#box").region.bottom <= size[1]

    drive(act, language=language, size=size)


def test_typing_searches_once_after_a_pause_and_shows_where_words_occur():
    kept = Kept()

    async def act(pilot, screen):
        await pilot.press(*"cuda")
        await settle(pilot, history.PAUSE + 0.1)
        assert kept.searched == ["", "cuda"]
        assert len(lines(screen)) == 2
        assert "CUDA out of memory while training" in lines(screen)[1]
        await search(pilot, screen, "")
        assert len(lines(screen)) == 3

    drive(act, kept=kept)


def test_a_search_that_ends_late_does_not_replace_a_newer_one():
    kept = Kept()
    kept.gates["cuda"] = asyncio.Event()

    async def act(pilot, screen):
        await search(pilot, screen, "cuda")
        await search(pilot, screen, "offline")
        assert kept.searched == ["", "cuda", "offline"]
        kept.gates["cuda"].set()
        await settle(pilot, 0.05)
        assert len(lines(screen)) == 2
        assert "Offline" in lines(screen)[1]

    drive(act, kept=kept)


@pytest.mark.parametrize(
    ("keys", "conversation"),
    [
        (("enter",), "c1"), (("down", "enter"), "c2"), (("down", "down", "down", "up", "enter"), "c3"),
        (("tab", "j", "enter"), "c2"), (("tab", "G", "enter"), "c3"), (("tab", "G", "k", "g", "enter"), "c1"),
        (("escape",), None), (("tab", "escape"), None), (("enter", "enter"), "c1"),
    ],
)  # fmt: skip
def test_keys_move_go_on_and_close(keys, conversation):
    async def act(pilot, screen):
        await pilot.press(*keys)

    assert drive(act) == conversation


def test_a_click_selects_and_a_double_click_goes_on():
    async def act(pilot, screen):
        await pilot.click(PickList, offset=(5, 1))
        assert screen.is_current
        assert screen.query_one(PickList).key == "c2"
        await pilot.double_click(PickList, offset=(5, 2))

    assert drive(act) == "c3"


@pytest.mark.parametrize("language", ["en", "zh"])
def test_deleting_asks_in_the_row_and_selects_the_next_one(language):
    kept = Kept()

    async def act(pilot, screen):
        await pilot.press("down", "ctrl+d")
        assert kept.deleted == []
        assert lines(screen)[2].strip() == say(language, "sure")
        await confirm(pilot)
        assert kept.deleted == ["c2"]
        assert [line.strip()[:10] for line in lines(screen)] == ["2026-11-03", "2026-10-30"]
        assert screen.query_one(PickList).key == "c3"

    drive(act, kept=kept, language=language)


def test_the_delete_key_deletes_from_the_list_and_edits_in_the_words():
    kept = Kept()

    async def act(pilot, screen):
        await search(pilot, screen, "cuda")
        await pilot.press("home", "delete")
        assert screen.query_one(Input).value == "uda"
        await settle(pilot, history.PAUSE + 0.1)
        await pilot.press("tab", "delete")
        await confirm(pilot, "delete")
        assert kept.deleted == ["c1"]

    drive(act, kept=kept)


@pytest.mark.parametrize("between", ["down", "up"])
def test_moving_on_takes_the_question_back(between):
    kept = Kept()

    async def act(pilot, screen):
        await pilot.press("ctrl+d", between)
        await settle(pilot)
        assert len(lines(screen)) == 3
        await confirm(pilot)
        assert kept.deleted == []
        assert len(lines(screen)) == 4

    drive(act, kept=kept)


def test_typing_takes_the_question_back():
    kept = Kept()

    async def act(pilot, screen):
        await pilot.press("ctrl+d")
        await search(pilot, screen, "cuda")
        await confirm(pilot)
        assert kept.deleted == []

    drive(act, kept=kept)


def test_a_key_that_is_held_down_confirms_nothing():
    kept = Kept()

    async def act(pilot, screen):
        await pilot.press(*["ctrl+d"] * 12)
        assert kept.deleted == []

    drive(act, kept=kept)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_last_conversation_can_be_deleted(language):
    kept = Kept(ROWS[:1])

    async def act(pilot, screen):
        await pilot.press("ctrl+d")
        await confirm(pilot)
        assert status(screen) == say(language, "empty")
        await pilot.press("ctrl+d", "enter")
        assert kept.deleted == ["c1"]

    assert drive(act, kept=kept, language=language) == UNSET


def test_why_it_could_not_be_deleted_is_said_and_the_row_stays():
    kept = Kept()
    kept.problem = "Another program [b]holds\x1b[31m[/b] the history."

    async def act(pilot, screen):
        await pilot.press("ctrl+d")
        await confirm(pilot)
        assert status(screen) == "Another program [b]holds[/b] the history."
        assert screen.query_one("#status").has_class("-error")
        assert len(lines(screen)) == 3
        await search(pilot, screen, "cuda")
        assert status(screen) == ""

    drive(act, kept=kept)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_an_empty_history_says_so_and_a_search_without_a_result_too(language):
    async def act(pilot, screen):
        assert status(screen) == say(language, "empty")
        await search(pilot, screen, "x")
        assert status(screen) == say(language, "none")
        await pilot.press("enter", "ctrl+d", "down")

    assert drive(act, kept=Kept([]), language=language) == UNSET


def test_why_the_history_cannot_be_read_is_said_until_a_search_works():
    kept = Kept()
    kept.error = TfhelpError("The history is locked.", "Close the other chat.")

    async def act(pilot, screen):
        assert status(screen) == "The history is locked. Close the other chat."
        kept.error = None
        await search(pilot, screen, "cuda")
        assert status(screen) == ""
        assert len(lines(screen)) == 2

    drive(act, kept=kept)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_keys_in_the_footer_speak_the_language(language):
    async def act(pilot, screen):
        shown = {found.binding.description for found in screen.active_bindings.values() if found.binding.show}
        assert shown == {say(language, name) for name in ("pick_open", "pick_close", "pick_delete")}

    drive(act, language=language)


def test_closing_while_a_search_runs_leaves_nothing_behind():
    kept = Kept()

    async def act(pilot, screen):
        await pilot.press(*"cuda", "escape")
        await settle(pilot, history.PAUSE + 0.1)
        assert kept.searched == [""]

    assert drive(act, kept=kept) is None
