"""What happens when something does not work: a sentence, and the chat goes on."""

import asyncio
import json
import sqlite3

import pytest

from tfhelp.chat.screens.failure import FailureScreen
from tfhelp.chat.screens.main import MainScreen
from tfhelp.chat.widgets.body import Body
from tfhelp_index.errors import BundleError, LegUnavailable

QUESTION = "why does padding fail?"
SECRET = "why does padding fail with hf_abcdefghijklmnopqrstuvwxyz1234?"


def kept(folder):
    """Texts of the turns in the history."""
    connection = sqlite3.connect(folder / "history.sqlite")
    try:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        return [text for (text,) in connection.execute("SELECT text FROM turns ORDER BY row")]
    finally:
        connection.close()


def files(folder):
    return sorted(path.name for path in folder.rglob("*")) if folder.exists() else []


def test_questions_are_kept_without_secrets_in_a_folder_of_ones_own(drive, tmp_path):
    async def act(chat):
        await chat.ask(SECRET)
        await chat.ask("how do I export a model to ONNX format?")

    drive(act)
    first, second = kept(tmp_path / "state")
    assert "hf_***" in first
    assert "abcdefghij" not in first
    assert second.startswith("how do I export")
    assert (tmp_path / "state").stat().st_mode & 0o077 == 0


def test_private_mode_writes_nothing(drive, tmp_path):
    async def act(chat):
        await chat.ask(QUESTION)
        assert "private" in chat.question

    drive(act, private=True)
    assert files(tmp_path / "state") == []


def test_private_from_now_on_keeps_what_came_before_and_nothing_after(drive, tmp_path):
    async def act(chat):
        await chat.ask(QUESTION)
        await chat.until(lambda: chat.session._kept.turns == 1)
        await chat.type("/private")
        await chat.press("enter")
        await chat.says("nothing of this conversation is kept from now on")
        await chat.ask("how do I export a model to ONNX format?")
        await chat.type("/private")
        await chat.press("enter")
        await chat.says("This conversation is kept again")
        await chat.ask("what is a pipeline good for in practice?")

    drive(act)
    assert [text.split()[0] for text in kept(tmp_path / "state")] == ["why", "what"]


def test_private_mode_does_not_write_the_theme_either_unless_it_is_chosen(drive, tmp_path):
    async def act(chat):
        await chat.press("f1", "escape")

    drive(act, private=True)
    assert not (tmp_path / "state").exists() or json.dumps(files(tmp_path / "state")) == "[]"


@pytest.mark.parametrize("how", ["file", "read-only", "damaged", "locked"])
def test_without_a_history_one_notice_is_given_and_the_chat_goes_on(drive, tmp_path, how, monkeypatch):
    state = tmp_path / "state"
    lock = None
    if how == "file":
        state.write_text("in the way")
    else:
        state.mkdir()
    if how == "damaged":
        (state / "history.sqlite").write_bytes(b"not a database" * 1000)
    if how == "read-only":
        # Root may write anywhere, so the folder is one that nobody can write to.
        monkeypatch.setenv("TFHELP_STATE", "/proc/self/nowhere")
    if how == "locked":
        lock = sqlite3.connect(state / "history.sqlite", isolation_level=None)
        lock.execute("BEGIN EXCLUSIVE")
        monkeypatch.setattr("tfhelp.conversation.history.History.open.__func__.__kwdefaults__", {"timeout_s": 0.1})

    async def act(chat):
        await chat.ask(QUESTION)
        await chat.says("this conversation is not kept")
        await chat.ask("how do I export a model to ONNX format?")
        await chat.press("ctrl+r")
        await chat.drawn()
        assert chat.app.is_running
        await chat.press("escape")

    chat = drive(act)
    if lock:
        lock.close()
    assert sum("is not kept" in notice for notice in chat.notices) == 1


@pytest.mark.parametrize(("key", "ends"), [("r", False), ("q", True), ("escape", False)])
def test_an_unusable_index_is_a_screen_with_what_can_be_done(drive, assistant, key, ends):
    opened = []

    def broken():
        opened.append(1)
        if len(opened) > 1:
            return assistant
        raise BundleError("[bold]The index[/] in /srv/\x1b[31mx is damaged.", "Build it again: tfhelp index build")

    async def act(chat):
        await chat.until(lambda: isinstance(chat.app.screen, FailureScreen))
        assert "[bold]The index[/] in /srv/x is damaged." in chat.text
        assert "Build it again: tfhelp index build" in chat.text
        assert "Traceback" not in chat.text
        chat.app.simulate_key(key)
        if ends:
            await chat.until(lambda: not chat.app.is_running or chat.app._exit)
            return
        await chat.until(lambda: isinstance(chat.app.screen, MainScreen))
        if key == "r":
            await chat.ready()
            await chat.ask(QUESTION)

    drive(act, opened=broken, ready=False)


def test_a_question_typed_before_a_failed_start_is_not_lost_by_trying_again(drive, assistant):
    import threading

    gate, opened = threading.Event(), []

    def broken():
        assert gate.wait(10)
        opened.append(1)
        if len(opened) > 2:
            return assistant
        raise BundleError("The index is damaged.")

    async def act(chat):
        await chat.type(QUESTION)
        await chat.press("enter")
        gate.set()
        await chat.until(lambda: isinstance(chat.app.screen, FailureScreen) and len(opened) == 2)
        await chat.drawn()
        assert sum(isinstance(screen, FailureScreen) for screen in chat.app.screen_stack) == 1, (
            "one failure, one screen"
        )
        await chat.press("r")
        await chat.ready()
        assert QUESTION in chat.prompt.text or QUESTION in chat.question

    drive(act, opened=broken, ready=False)


def test_after_esc_on_a_failure_the_state_above_is_not_searching_for_ever(drive, assistant, make_answer):
    def fails(text, options):
        raise LegUnavailable("No way of searching works here.")

    assistant.answer = fails

    async def act(chat):
        await chat.type(QUESTION)
        await chat.press("enter")
        await chat.until(lambda: isinstance(chat.app.screen, FailureScreen))
        await chat.press("escape")
        assert "Searching" not in chat.question

    drive(act)


def test_an_error_nobody_thought_of_does_not_end_the_chat(drive, assistant):
    right = assistant.answer

    def fails(text, options):
        raise RuntimeError("a bug")

    async def act(chat):
        assistant.answer = fails
        await chat.type(QUESTION)
        await chat.press("enter")
        await chat.until(lambda: not chat.main.questions.busy or not chat.app.is_running)
        assert chat.app.is_running
        assert "Traceback" not in chat.text
        assistant.answer = right
        if not isinstance(chat.app.screen, MainScreen):
            await chat.press("escape")
        await chat.ask("how do I export a model to ONNX format?")

    drive(act)


def test_a_way_of_searching_that_is_missing_is_said_once(drive, assistant, make_answer):
    assistant.answer = lambda text, _: make_answer(
        question=text, missing=("Without the encoder, [meanings] are not compared.",)
    )

    async def act(chat):
        await chat.ask(QUESTION)
        await chat.ask("how do I export a model to ONNX format?")
        assert chat.notices == ["Without the encoder, [meanings] are not compared."]

    drive(act, private=True, size=(120, 40))


def test_an_export_that_cannot_be_written_says_why_and_no_file_is_overwritten(drive, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "there.md").write_text("mine")

    async def act(chat):
        for line in ("/export markdown there.md", "/export json no/such/folder/x.json"):
            await chat.type(line)
            await chat.press("enter")
        await chat.says("Ask something first")
        await chat.ask(QUESTION)
        await chat.type("/export markdown there.md")
        await chat.press("enter")
        await chat.says("Not written: there.md")
        await chat.type("/export json no/such/folder/x.json")
        await chat.press("enter")
        await chat.says("Not written: no/such/folder/x.json")
        await chat.type("/export issue")
        await chat.press("enter")
        await chat.says("Written to")

    drive(act)
    assert (tmp_path / "there.md").read_text() == "mine"
    assert (tmp_path / "tfhelp-conversation.issue.md").exists()


def test_an_environment_that_is_no_folder_is_refused(drive):
    async def act(chat):
        await chat.type("/env /no/such/folder")
        await chat.press("enter")
        await chat.drawn()
        await chat.until(lambda: chat.notices)
        assert "Versions are now read from" not in chat.notices[-1]

    drive(act)


def test_a_chat_that_is_resumed_asks_its_last_question_again(drive, tmp_path):
    from tfhelp.conversation.history import History

    async def act(chat):
        await chat.ask(QUESTION)

    drive(act)
    history = History.open()
    conversation = history.conversations()[0].id
    history.close()

    async def resumed(chat):
        await chat.until(lambda: chat.settled() and QUESTION in chat.question, "the resumed conversation", 3)

    drive(resumed, resume=conversation)


def test_an_answer_that_comes_while_the_screen_is_taken_down_is_no_fault(drive):
    async def act(chat):
        taken_down = asyncio.Event()

        async def show(*_, **__):
            await chat.main.query("*").remove()
            taken_down.set()

        chat.main.query_one(Body).show = show
        await chat.type(QUESTION)
        await chat.press("enter")
        await taken_down.wait()
        await asyncio.sleep(0.05)

    drive(act)
