"""Commands, keys and settings: what is typed after a slash, the palette, the help, languages, themes."""

import json

import pytest
from textual.command import CommandPalette

from tfhelp.chat import commands
from tfhelp.chat.app import ChatApp
from tfhelp.chat.engine import Engine
from tfhelp.chat.later import Later
from tfhelp.chat.owners import names
from tfhelp.chat.screens.help import HelpScreen
from tfhelp.chat.screens.main import MainScreen
from tfhelp.chat.words import say
from tfhelp.conversation.session import Session
from tfhelp.errors import UsageError
from tfhelp.settings import Settings

QUESTION = "why does padding fail?"
OTHER = "how do I export a model to ONNX format?"


def test_the_language_switches_everything_that_is_said(drive):
    async def act(chat):
        await chat.ask(QUESTION)
        await chat.type("/lang zh")
        await chat.press("enter")
        await chat.until(lambda: chat.settled() and "含义" in "\n".join(chat.blocks()))
        assert str(chat.prompt.placeholder) == say("zh", "placeholder")
        footer = chat.lines()[-1]
        assert say("zh", "ask") in footer.replace(" ", "") or "提问" in footer
        assert "Ask" not in footer
        assert "palette" not in footer.lower()
        await chat.press("f1")
        await chat.until(lambda: isinstance(chat.app.screen, HelpScreen))
        assert "输入框里" in chat.text
        await chat.press("escape")
        await chat.type("/lang en")
        await chat.press("enter")
        await chat.until(lambda: chat.settled() and "What it means" in "\n".join(chat.blocks()))
        assert "Ask" in chat.lines()[-1]

    drive(act)


def test_the_first_screen_is_relabelled_too(drive):
    async def act(chat):
        await chat.type("/lang zh")
        await chat.press("enter")
        await chat.until(lambda: "收录" in chat.question)

    drive(act)


@pytest.mark.parametrize(
    "text",
    [
        "/home/me/train.py fails with padding",
        "/usr/lib/python3/x.py: no padding",
        "/new\nline",
        " /new",
        "/zzzz padding",
    ],
)
def test_what_only_looks_like_a_command_is_asked(drive, assistant, text):
    async def act(chat):
        await chat.type(text)
        await chat.press("enter")
        await chat.settle(1)

    drive(act)
    assert len(assistant.asked) == 1


def test_an_unknown_command_is_not_asked_and_a_near_one_is_named(drive, assistant):
    async def act(chat):
        await chat.type("/histroy")
        await chat.press("enter")
        await chat.says("Did you mean /history?")
        assert chat.prompt.text == "/histroy"

    drive(act)
    assert assistant.asked == []


@pytest.mark.parametrize("name", commands.NAMES)
def test_every_command_is_obeyed_even_before_anything_is_asked(drive, assistant, name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    async def act(chat):
        await chat.type(f"/{name}")
        await chat.press("enter")
        await chat.until(lambda: chat.prompt.text == "")
        await chat.drawn()
        assert chat.app.is_running == (name != "quit")

    drive(act)
    assert assistant.asked == []


def test_every_key_with_a_word_is_in_the_help(drive):
    async def act(chat):
        await chat.press("f1")
        await chat.until(lambda: isinstance(chat.app.screen, HelpScreen))
        text = chat.app.screen._text().plain
        numbered = {f"go_{way}{number}" for way in ("", "alt_") for number in range(1, 10)}
        assert not {name for name in names() - numbered if f"[{name}]" not in text}
        assert "[go_1 … go_9]" in text
        assert "[go_alt_1 … go_alt_9]" in text
        assert all(f"/{name}" in text for name in commands.NAMES)
        await chat.press("f1")
        assert isinstance(chat.app.screen, MainScreen)

    drive(act)


def test_every_key_that_can_be_changed_has_words_in_both_languages():
    from tfhelp.chat.bindings import word_of

    for name in names():
        assert word_of(name, "en"), name
        assert word_of(name, "zh"), name


def test_the_palette_opens_and_offers_what_the_chat_can_do(drive):
    async def act(chat):
        offered = [command.title for command in chat.app.get_system_commands(chat.app.screen)]
        assert {
            "New conversation",
            "Topics",
            "History",
            "Copy code",
            "Export as a GitHub issue",
            "Theme",
            "Quit",
        } <= set(offered)
        assert len(offered) == len(set(offered))
        await chat.press("ctrl+p")
        await chat.until(lambda: isinstance(chat.app.screen, CommandPalette))
        await chat.until(lambda: "Topics" in chat.text, "the commands in the palette")

    drive(act, size=(100, 40))


def test_keys_of_the_settings_work_and_the_old_ones_no_longer(drive, assistant):
    async def act(chat):
        await chat.type(QUESTION)
        await chat.press("enter")
        assert chat.prompt.text == f"{QUESTION}\n"
        await chat.press("ctrl+s")
        await chat.settle(1)
        await chat.focus(chat.reader)
        await chat.press("f")
        assert chat.main.query_one("FindBar").has_class("open")

    drive(act, keys={"ask": "ctrl+s", "newline": "enter", "find": "f"})
    assert assistant.asked[0][0].strip() == QUESTION


def test_a_key_of_the_settings_that_does_not_exist_is_a_usage_error_with_a_suggestion(assistant):
    with pytest.raises(UsageError, match="finds") as raised:
        ChatApp(
            Engine(lambda: assistant),
            Later(lambda: Session(language=None, environment=None, private=True)),
            Settings(keys={"finds": "f"}),
            "en",
        )

    assert raised.value.hint == "Did you mean find?"


def test_a_theme_that_is_chosen_is_remembered(drive, tmp_path):
    async def act(chat):
        chat.app.theme = "nord"
        await chat.drawn()

    drive(act)
    assert json.loads((tmp_path / "state" / "ui.json").read_text()) == {"theme": "nord"}


@pytest.mark.parametrize("theme", ["ansi-dark", "ansi-light", "textual-light"])
def test_themes_of_the_settings_are_used(drive, theme):
    async def act(chat):
        assert chat.app.theme == theme
        await chat.ask(QUESTION)
        assert "TF0001" in chat.text

    drive(act, theme=theme)


def test_a_theme_that_does_not_exist_is_said_with_those_that_do(drive):
    async def act(chat):
        said = [notification.message for notification in chat.app._notifications]
        assert any("There is no theme no-such" in text and "textual-dark" in text for text in said)

    drive(act, theme="no-such")


def test_a_remembered_theme_that_is_gone_does_not_keep_the_chat_from_starting(drive, tmp_path):
    from tfhelp import settings

    (tmp_path / "state").mkdir()
    (tmp_path / "state" / "ui.json").write_text('{"theme": "gone-since-the-update"}')

    async def act(chat):
        assert chat.app.is_running

    drive(act, theme=settings.load().theme)
