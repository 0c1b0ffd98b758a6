"""Screens from which one thing is picked, driven by keys and mouse."""

import asyncio

import pytest
from textual.app import App
from textual.widgets import Input, Static

from tfhelp.chat.screens import history
from tfhelp.chat.screens.history import HistoryScreen, Row
from tfhelp.chat.widgets.picklist import PickList

UNSET = "unset"
"""What was chosen as long as nothing was."""

ROWS = [
    Row("c1", "2026-11-03 09:12", "CUDA out of memory while training", 3, ""),
    Row("c2", "2026-11-02 18:40", "[red]分词器[/red] 没有填充标记，`[batch, seq]` 的形状不对", 1, ""),
    Row("c3", "2026-10-30 07:05", "\x1b]0;owned\x07Offline\x1b[31m mode\u202e finds\n no file", 12, ""),
]


class Host(App[None]):
    """Shows a screen and keeps its choice."""

    def __init__(self, opened):
        super().__init__()
        self.chosen, self.opened = UNSET, opened

    def on_mount(self):
        self.push_screen(self.opened, self.choose)

    def choose(self, what):
        self.chosen = what


@pytest.fixture
def show(settle):
    """Show a screen, then ``act(pilot, screen)``; return what was chosen."""

    def start(screen, act, size):
        async def go():
            app = Host(screen)
            async with app.run_test(size=size) as pilot:
                await settle(pilot)
                await act(pilot, screen)
                await pilot.pause()
            return app.chosen

        return asyncio.run(go())

    return start


@pytest.fixture
def lines():
    """What the list shows."""

    def shown(screen):
        picked = screen.query_one(PickList)
        count = min(picked.size.height, picked.virtual_size.height)
        return [picked.render_line(y).text.rstrip() for y in range(count)]

    return shown


@pytest.fixture
def status():
    """The sentence below the list; empty where none is shown."""

    def shown(screen):
        said = screen.query_one("#status", Static)
        return str(said.content) if said.display else ""

    return shown


@pytest.fixture
def settle():
    """Let a search begin and end."""

    async def wait(pilot, seconds=0.0):
        await pilot.pause(seconds)
        await pilot.pause()

    return wait


class Kept:
    """Conversations in memory; searches can be held back to let them end out of order."""

    def __init__(self):
        self.rows = list(ROWS)
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


@pytest.fixture
def kept():
    """Three conversations."""
    return Kept()


@pytest.fixture
def drive_history(show, kept):
    """Show the conversations, then ``act(pilot, screen)``; return which was chosen."""

    def start(act, *, language="en", size=(60, 15)):
        return show(HistoryScreen(language, kept.search, kept.delete), act, size)

    return start


@pytest.fixture
def search(settle):
    """Search for words."""

    async def typed(pilot, screen, words):
        screen.query_one(Input).value = words
        await settle(pilot, history.PAUSE + 0.1)

    return typed


@pytest.fixture
def confirm(settle):
    """Press a key again after a while."""

    async def again(pilot, key="ctrl+d"):
        await asyncio.sleep(history.HELD + 0.05)
        await pilot.press(key)
        await settle(pilot, 0.05)

    return again
