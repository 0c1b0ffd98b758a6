"""The chat without a terminal: an assistant made by hand, the packaged one, and waiting that needs no luck."""

import asyncio
import threading
import time
from types import SimpleNamespace

import pytest
from textual.events import Key
from textual.widgets import Markdown, Static
from textual.widgets.markdown import MarkdownBlock

from tfhelp.assistant import Assistant
from tfhelp.chat.app import ChatApp
from tfhelp.chat.engine import Engine
from tfhelp.chat.later import Later
from tfhelp.chat.widgets.find import FindBar
from tfhelp.chat.widgets.prompt import Prompt
from tfhelp.chat.widgets.reader import Reader
from tfhelp.chat.widgets.results import Results
from tfhelp.conversation.session import Session
from tfhelp.settings import Settings
from tfhelp_index.records import Outline

PATIENCE = 10.0
"""Seconds to wait for what must come; a slow machine needs more than a fast one, and nobody waits longer than needed."""

NAMED = {"space": " ", "slash": "/", "left_square_bracket": "[", "right_square_bracket": "]", "question_mark": "?"}
"""Keys by the names of the library that are characters, too."""


@pytest.fixture(autouse=True)
def _own_folders(tmp_path, monkeypatch):
    """No history, settings, desktop or locale of the person who runs the tests."""
    monkeypatch.setenv("TFHELP_STATE", str(tmp_path / "state"))
    monkeypatch.setenv("TFHELP_CONFIG", str(tmp_path / "config"))
    gone = "DISPLAY WAYLAND_DISPLAY TMUX SSH_CONNECTION VIRTUAL_ENV CONDA_PREFIX LANGUAGE LC_ALL LC_MESSAGES LANG"
    for name in (*gone.split(), "NO_COLOR", "TFHELP_INDEX", "TEXTUAL_ANIMATIONS"):
        monkeypatch.delenv(name, raising=False)


class FakeAssistant:
    """Answers at once, after a gate is opened, or after computing for a while; keeps what it was asked."""

    def __init__(self, answer):
        self.answer, self.asked = answer, []
        self.gate = threading.Event()
        self.gate.set()
        self.seconds = 0.0
        self.enough = threading.Event()
        """Ends the computing before its time."""
        titles = {"en": "The tokenizer has no padding token", "zh": "分词器没有填充标记"}
        outline = Outline(0, "TF0001", "tokenizer-no-padding-token", "tokenizer", "ValueError", titles)
        database = SimpleNamespace(
            passage=lambda ordinal: SimpleNamespace(role="fix"),
            outlines=lambda: [outline],
            entry_by_code=lambda code: code if code.startswith("TF") else None,
        )
        manifest = SimpleNamespace(counts={"entries": 3}, newest={"transformers": "5.24.0"})
        bundle = SimpleNamespace(manifest=manifest, lexical=None, dense=None, database=database)
        self.searcher = SimpleNamespace(bundle=bundle, encoder=SimpleNamespace(encode=lambda *_: None))

    def ask(self, text, options):
        self.asked.append((text, options))
        assert self.gate.wait(PATIENCE)
        until = time.perf_counter() + self.seconds
        while time.perf_counter() < until and not self.enough.is_set():
            sum(range(1000))
        return self.answer(text, options)


@pytest.fixture
def assistant(make_answer):
    """A fake whose answer has three candidates, less those that are excluded."""

    def answer(text, options):
        made = make_answer(language=options.language or "en", question=text)
        left = tuple(found for found in made.candidates if found.record.code not in options.exclude)
        return make_answer(language=options.language or "en", question=text, candidates=left)

    return FakeAssistant(answer)


@pytest.fixture
def model(monkeypatch, fake_model):
    """Let a model take the given steps; the process that does, which every summary of the chat shares."""

    def start(*steps, choose=lambda *_: SimpleNamespace(path="tiny.gguf", name="tiny")):
        process = fake_model(*steps)
        made = []
        monkeypatch.setattr("tfhelp.models.process.ModelProcess", lambda: made.append(process) or process)
        monkeypatch.setattr("tfhelp.summaries.writing.choose_model", choose)
        monkeypatch.setattr("tfhelp.summaries.writing.support_encoder", lambda _: None)
        process.made = made
        return process

    return start


class Chat:
    """A running chat and what one can see of it."""

    def __init__(self, app, pilot):
        self.app, self.pilot, self.session = app, pilot, app.session
        self.main = app.main
        self.notices = []
        """All that was said in the corner."""
        notify = app.notify
        app.notify = lambda message, **how: (self.notices.append(message), notify(message, **how))[1]

    @property
    def prompt(self):
        return self.main.query_one(Prompt)

    @property
    def reader(self):
        return self.main.query_one(Reader)

    @property
    def results(self):
        return self.main.query_one(Results)

    @property
    def turns(self):
        return self.session.conversation.turns

    @property
    def question(self):
        """The line on top."""
        return str(self.main.query_one("#question", Static).content)

    @property
    def found(self):
        """The count beside the words that are looked for."""
        return str(self.main.query_one(FindBar).query_one("#count", Static).content)

    def blocks(self):
        """The text of the page as it is shown, block by block."""
        return [block._content.plain for block in self.reader.query(MarkdownBlock)]

    def strips(self):
        """The lines of the screen with their colours."""
        return self.app.screen._compositor.render_strips()

    def lines(self):
        """The lines of the screen."""
        return [strip.text for strip in self.strips()]

    @property
    def text(self):
        """The whole screen."""
        return "\n".join(self.lines())

    def turn_shown(self):
        """The turn that is read."""
        return self.main.turn()

    async def until(self, true, what="", seconds=PATIENCE):
        """Wait until something is so, and until it is drawn."""
        end = time.monotonic() + seconds
        while not true():
            assert time.monotonic() < end, (
                f"{what or 'it'} did not come:\n{self.question}\n{self.notices}\n{self.text}"
            )
            await asyncio.sleep(0.005)
        await self.drawn()

    async def drawn(self):
        """Wait until every widget has seen to what it was told, and all of it is drawn.

        The pilot's own pause waits until the processor is idle: long, and in vain while a question is computed.
        """
        for _ in range(4):  # a key goes from the application to a widget and up again, and what it posts goes on
            pumps = [self.app, self.app.screen, *self.app.screen.walk_children()]
            seen = [asyncio.Event() for _ in pumps]
            told = [event.wait() for pump, event in zip(pumps, seen, strict=True) if pump.call_later(event.set)]
            await asyncio.wait([asyncio.ensure_future(wait) for wait in told], timeout=1)
        done = asyncio.Event()
        if self.app.screen.call_after_refresh(done.set):
            await asyncio.wait([asyncio.ensure_future(done.wait())], timeout=1)

    async def press(self, *keys):
        """Press keys, one after the other."""
        for key in keys:
            self.app.post_message(Key(key, key if len(key) == 1 else NAMED.get(key)))
            await self.drawn()

    async def ready(self):
        await self.until(lambda: self.app.ready, "the knowledge")

    def settled(self):
        """Whether nothing is in line and the page is drawn to its end."""
        page, source = self.reader.page, self.reader.query_one(Markdown).source
        idle = not self.main.questions.busy
        return idle and page is not None and source == page.markdown and bool(self.blocks())

    async def settle(self, turn):
        """Wait until the answer of a turn is shown."""
        await self.until(lambda: self.question.startswith(f"{turn}. ") and self.settled(), f"answer {turn}")

    async def type(self, text):
        """Put a text into the prompt as a paste would."""
        self.prompt.focus()
        self.prompt.insert_pasted(text)
        await self.drawn()

    async def ask(self, text):
        """Type a question, ask it, wait for its answer."""
        number = len(self.turns) + 1
        await self.type(text)
        await self.press("enter")
        await self.settle(number)

    async def focus(self, widget):
        widget.focus()
        await self.until(lambda: widget.has_focus, "the focus")

    async def says(self, words):
        await self.until(lambda: any(words in notice for notice in self.notices), f"a notice with {words!r}")


def run_chat(engine, act, *, size=(80, 24), language="en", private=False, ready=True, resume=None, **settings):
    """Run the chat with an engine, then ``act(chat)``; return the chat."""

    async def go():
        session = Session(language=None, environment=None, private=private)
        if resume:
            session.resume(resume)
        app = ChatApp(engine, Later(lambda: session), Settings(**settings), language)
        app.animation_level = "none"
        try:
            async with app.run_test(size=size) as pilot:
                chat = Chat(app, pilot)
                if ready:
                    await chat.ready()
                await act(chat)
        finally:
            session.keep()
            session.close()
        return chat

    return asyncio.run(go())


@pytest.fixture
def drive(assistant):
    """Run the chat with the fake assistant."""
    engines = []

    def start(act, *, opened=lambda: assistant, **options):
        engines.append(Engine(opened))
        return run_chat(engines[-1], act, **options)

    yield start
    assistant.gate.set()
    for engine in engines:
        engine._pool.shutdown(wait=True)


@pytest.fixture(scope="session")
def packaged():
    """The packaged knowledge, opened once."""
    engine = Engine(lambda: Assistant.open(lasting=True))
    yield engine
    engine._pool.shutdown(wait=True)


@pytest.fixture
def drive_packaged(packaged):
    """Run the chat with the packaged knowledge."""
    return lambda act, **options: run_chat(packaged, act, **options)
