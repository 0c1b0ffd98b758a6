"""Moving around: results, documents, back and forward, languages, settings, the palette, the help."""

import json

import pytest
from textual.binding import Binding
from textual.command import CommandPalette
from textual.widgets import Markdown

from tfhelp.chat import commands
from tfhelp.chat.app import ChatApp, _ids
from tfhelp.chat.engine import Engine
from tfhelp.chat.screens.help import HelpScreen
from tfhelp.chat.screens.main import Body, MainScreen, Place
from tfhelp.chat.widgets.prompt import Prompt
from tfhelp.chat.widgets.reader import Reader
from tfhelp.chat.widgets.results import Results
from tfhelp.chat.words import say
from tfhelp.conversation.session import Session
from tfhelp.errors import UsageError
from tfhelp.settings import Settings

QUESTION = "why does padding fail?"
OTHER = "how do I export a model to ONNX format?"


def test_results_are_walked_with_letters_and_the_answer_follows(drive):
    async def act(chat):
        await chat.ask(QUESTION)
        await chat.focus(chat.results)
        for key, code in [("j", "TF0002"), ("G", "TF0003"), ("k", "TF0002"), ("g", "TF0001")]:
            await chat.press(key)
            await chat.until(lambda: chat.settled() and code in chat.reader.page.status, f"{key}: {code}")  # noqa: B023

    drive(act)


def test_digits_go_to_results_and_say_where_there_is_none(drive):
    async def act(chat):
        await chat.ask(QUESTION)
        await chat.focus(chat.reader)
        await chat.press("3")
        await chat.until(lambda: "TF0003" in chat.reader.page.status)
        assert chat.results.highlighted == 2
        await chat.press("9")
        await chat.says("There is no result 9")
        await chat.focus(chat.prompt)
        await chat.press("alt+2")
        await chat.until(lambda: "TF0002" in chat.reader.page.status)
        assert chat.prompt.text == ""

    drive(act)


def test_enter_opens_the_document_at_the_heading_and_back_and_forward_lead_there_again(drive):
    async def act(chat):
        await chat.ask(QUESTION)
        await chat.focus(chat.results)
        await chat.press("enter")
        await chat.until(lambda: chat.reader.page.heading == "Fix" and chat.settled())
        await chat.until(lambda: chat.reader.has_focus)
        await chat.press("left_square_bracket")
        await chat.until(lambda: chat.main._place == Place(1))
        await chat.press("right_square_bracket")
        await chat.until(lambda: chat.main._place == Place(1, 0, document=True))
        await chat.press("right_square_bracket")
        await chat.says("There is nothing further")

    drive(act, size=(60, 15))


def test_the_heading_of_a_long_document_is_scrolled_to(drive, assistant, make_answer, make_candidate):
    from tfhelp_corpus.entry import EntryText, Section

    long = EntryText(
        "Padding", ("why?",), (Section("meaning", "Meaning", "word\n\n" * 80), Section("fix", "Fix", "it\n\n" * 80))
    )
    found = make_candidate(1, texts={"en": long, "zh": long})
    assistant.answer = lambda text, _: make_answer(question=text, candidates=(found,))

    async def act(chat):
        await chat.ask(QUESTION)
        await chat.focus(chat.results)
        await chat.press("enter")
        await chat.until(lambda: chat.reader.scroll_y > 50 and chat.settled())
        top = chat.reader.region.y
        assert "Fix" in "\n".join(chat.lines()[top : top + 3])

    drive(act)


def test_questions_are_walked_and_the_ends_are_said(drive):
    async def act(chat):
        await chat.ask(QUESTION)
        await chat.ask(OTHER)
        await chat.press("alt+up")
        await chat.settle(1)
        await chat.press("alt+up")
        await chat.says("There is nothing further")
        await chat.press("alt+down")
        await chat.settle(2)
        await chat.press("alt+left")
        await chat.settle(1)
        assert chat.prompt.text == ""

    drive(act)


def test_moving_fast_ends_where_the_last_key_leads(drive):
    async def act(chat):
        await chat.ask(QUESTION)
        await chat.ask(OTHER)
        for key in ("alt+up", "alt+down") * 5:
            chat.app.simulate_key(key)
        await chat.settle(2)
        assert chat.main._place == Place(2)
        assert [f"{found.record.code}" for found in chat.turn_shown().answer.candidates] == [
            "TF0001",
            "TF0002",
            "TF0003",
        ]

    drive(act)


def test_esc_goes_between_prompt_and_answer(drive):
    async def act(chat):
        await chat.ask(QUESTION)
        await chat.press("escape")
        assert chat.reader.has_focus
        await chat.press("escape")
        assert chat.prompt.has_focus
        await chat.press("escape", "i")
        assert chat.prompt.has_focus
        assert chat.prompt.text == ""

    drive(act)


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


def test_new_starts_afresh(drive):
    async def act(chat):
        await chat.ask(QUESTION)
        await chat.type("/new")
        await chat.press("enter")
        await chat.until(lambda: "Knows 3 problems" in chat.question)
        assert chat.reader.page is None
        assert not chat.results.display
        await chat.press("alt+left")
        assert chat.app.is_running
        await chat.ask(OTHER)
        assert [turn.plan.text for turn in chat.turns] == [OTHER]

    drive(act)


def test_new_while_a_question_runs_keeps_its_answer_out_of_the_new_conversation(drive, assistant):
    async def act(chat):
        assistant.gate.clear()
        await chat.type(QUESTION)
        await chat.press("enter")
        await chat.until(lambda: assistant.asked)
        await chat.press("ctrl+n")
        assistant.gate.set()
        await chat.until(lambda: not chat.main._asking)
        await chat.drawn()
        assert chat.turns == []
        assert chat.reader.page is None

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
        nodes = [ChatApp, MainScreen, Body, Prompt, Reader, Results]
        ids = {binding.id for node in nodes for binding in node.BINDINGS if isinstance(binding, Binding)}
        assert not {name for name in ids if f"[{name}]" not in text}
        assert all(f"/{name}" in text for name in commands.NAMES)
        await chat.press("f1")
        assert isinstance(chat.app.screen, MainScreen)

    drive(act)


def test_every_key_that_can_be_changed_has_words_in_both_languages():
    from tfhelp.chat.bindings import word_of

    for name in _ids(MainScreen()):
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
            Session(language=None, environment=None, private=True),
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


def test_results_that_get_the_focus_stay_where_they_are(drive):
    async def act(chat):
        await chat.ask(QUESTION)
        before = chat.results.region, chat.results.scrollable_content_region
        await chat.focus(chat.results)
        await chat.drawn()
        assert (chat.results.region, chat.results.scrollable_content_region) == before
        assert "TF0003" in chat.text

    drive(act, size=(60, 15))


def test_a_window_that_is_too_small_says_so_and_comes_back_as_it_was(drive):
    async def act(chat):
        await chat.ask(QUESTION)
        await chat.pilot.resize_terminal(30, 8)
        await chat.until(lambda: "too small" in chat.text)
        await chat.pilot.resize_terminal(80, 24)
        await chat.until(lambda: "TF0001" in chat.text)
        assert "too small" not in chat.text
        await chat.pilot.resize_terminal(140, 40)
        await chat.until(lambda: chat.reader.region.x > 40)
        await chat.press("a")
        assert chat.prompt.text == "a"

    drive(act)


def test_a_document_opened_while_narrow_keeps_its_results_when_the_window_grows(drive):
    async def act(chat):
        await chat.ask(QUESTION)
        await chat.focus(chat.results)
        await chat.press("enter")
        await chat.until(lambda: chat.main._place.document and not chat.results.display)
        await chat.pilot.resize_terminal(140, 40)
        await chat.until(lambda: chat.results.display, "the list beside the document", 2)

    drive(act)


def test_the_mouse_selects_a_result(drive):
    async def act(chat):
        await chat.ask(QUESTION)
        await chat.pilot.click(Results, offset=(10, 1))
        await chat.drawn()
        await chat.until(lambda: "TF0002" in chat.reader.page.status, "the second result", 2)

    drive(act)


def test_the_page_is_shown_from_its_top_after_a_long_one(drive):
    async def act(chat):
        await chat.ask(QUESTION)
        await chat.focus(chat.reader)
        await chat.press("G", "2")
        await chat.until(lambda: "TF0002" in chat.reader.page.status and chat.settled())
        assert chat.reader.scroll_y == 0
        assert chat.reader.query_one(Markdown).source == chat.reader.page.markdown

    drive(act, size=(60, 15))
