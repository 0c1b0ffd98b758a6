"""Keys: the last line, the help, the names that the configuration may use, and words that need no search."""

import importlib
import pkgutil

import pytest
from rich.cells import cell_len
from textual.dom import DOMNode

import tfhelp.chat
from tfhelp.chat.bindings import keymap, word_of
from tfhelp.chat.owners import names, owners
from tfhelp.chat.screens.help import HelpScreen
from tfhelp.chat.screens.history import HistoryScreen
from tfhelp.chat.screens.main import MainScreen
from tfhelp.chat.screens.topics import TopicsScreen
from tfhelp.chat.widgets.headline import Headline
from tfhelp.chat.widgets.keyline import KeyLine
from tfhelp.chat.words import say

WIDTHS = (40, 50, 60, 80, 100, 120)


def shown(chat):
    """The keys in the last line: what is pressed, and what it does."""
    return {hint.does: hint.key for _, hint in chat.app.screen.query_one(KeyLine)._drawn}


def declared():
    """Every key that a class of the chat brings itself."""
    for found in pkgutil.walk_packages(tfhelp.chat.__path__, "tfhelp.chat."):
        for thing in vars(importlib.import_module(found.name)).values():
            if isinstance(thing, type) and issubclass(thing, DOMNode) and thing.__module__ == found.name:
                yield from (binding for binding in vars(thing).get("BINDINGS", ()))


def test_every_key_of_the_chat_has_a_name_that_the_configuration_accepts():
    bindings = list(declared())
    assert [binding for binding in bindings if not binding.id] == []
    ids = {binding.id for binding in bindings if binding.id}
    assert {"pick_open", "pick_delete", "fail_retry", "help_close", "find_close"} <= ids
    assert keymap(dict.fromkeys(ids, "f9")) == dict.fromkeys(ids, "f9")
    assert ids == names()


def test_every_place_with_keys_is_in_the_help_in_both_languages():
    from tfhelp.chat.screens.help import say as words

    for place in owners():
        assert words("en", place) != words("zh", place)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("width", WIDTHS)
def test_the_last_line_shows_whole_keys_with_help_and_quit_at_every_width(drive, width, language):
    async def act(chat):
        await chat.ask("why does padding fail?")
        for place in (chat.prompt, chat.results, chat.reader):
            await chat.focus(place)
            await chat.drawn()
            found = shown(chat)
            line = chat.lines()[-1]
            assert {say(language, "help"): "f1", say(language, "quit"): "ctrl+q"}.items() <= found.items()
            assert all(word.replace(" ", "") in line.replace(" ", "") for word in found)
            assert cell_len(line) == width
            assert next(iter(found.values())) == "enter"

    drive(act, size=(width, 24), language=language)


def test_a_focused_widget_comes_before_the_rest(drive):
    async def act(chat):
        assert list(shown(chat)) == ["Ask", "New line", "Help", "Quit"]

    drive(act, size=(40, 12))


def test_the_last_line_follows_what_is_on_the_screen(drive):
    async def act(chat):
        assert "Answer" not in shown(chat)
        await chat.ask("why does padding fail?")
        assert shown(chat)["Answer"] == "escape"
        await chat.press("escape")
        assert shown(chat)["Ask"] == "escape"
        assert "Full entry" in shown(chat)
        await chat.press("d")
        await chat.until(lambda: "Short answer" in shown(chat))
        await chat.press("slash", "p", "a", "d", "enter")
        await chat.until(lambda: shown(chat).get("Next match") == "n")
        await chat.press("slash", "escape")
        await chat.until(lambda: "Next match" not in shown(chat))

    drive(act)


def test_clicking_a_key_presses_it(drive):
    async def act(chat):
        line = chat.main.query_one(KeyLine)
        at = next(at for at, hint in line._drawn if hint.key == "f1")
        await chat.pilot.click(line, offset=(at + 2, 0))
        await chat.until(lambda: isinstance(chat.app.screen, HelpScreen))
        await chat.press("escape")
        await chat.pilot.click(line, offset=(at, 0))  # the cell before the key, for the padding
        assert isinstance(chat.app.screen, MainScreen)

    drive(act)


def test_keys_of_the_settings_are_in_the_last_line_and_in_the_help(drive):
    async def act(chat):
        assert shown(chat)["Ask"] == "ctrl+s"
        await chat.press("f1")
        await chat.until(lambda: isinstance(chat.app.screen, HelpScreen))
        rows = [line.split() for line in chat.app.screen._text().plain.splitlines()]
        assert ["^s", "Ask", "[ask]"] in rows

    drive(act, keys={"ask": "ctrl+s"}, size=(100, 30))


def test_the_help_says_each_key_once(drive):
    async def act(chat):
        await chat.press("f1")
        await chat.until(lambda: isinstance(chat.app.screen, HelpScreen))
        text = chat.app.screen._text().plain
        rows = [line.split("  ")[0].split() for line in text.splitlines() if line.rstrip().endswith("]")]
        assert all(len(keys) == len(set(keys)) for keys in rows)
        assert text.count("Go to result") == 2

    drive(act)


def test_a_numbered_key_that_was_changed_stands_for_itself(drive):
    async def act(chat):
        await chat.press("f1")
        await chat.until(lambda: isinstance(chat.app.screen, HelpScreen))
        text = chat.app.screen._text().plain
        assert "[go_3]" in text
        assert "[go_1 … go_9]" not in text
        assert "[go_alt_1 … go_alt_9]" in text

    drive(act, keys={"go_3": "f3"})


@pytest.mark.parametrize(("key", "screen"), [("ctrl+t", TopicsScreen), ("ctrl+r", HistoryScreen)])
def test_help_opens_in_lists_too_and_leads_back(drive, key, screen):
    async def act(chat):
        await chat.press(key)
        await chat.until(lambda: isinstance(chat.app.screen, screen))
        assert {"f1", "ctrl+q", "enter", "escape"} <= set(shown(chat).values())
        await chat.press("f1")
        await chat.until(lambda: isinstance(chat.app.screen, HelpScreen))
        await chat.press("f1")
        await chat.until(lambda: isinstance(chat.app.screen, screen))

    drive(act)


def test_a_key_of_the_lists_can_be_changed(drive):
    async def act(chat):
        await chat.press("ctrl+t")
        await chat.until(lambda: isinstance(chat.app.screen, TopicsScreen))
        await chat.press("f7")
        await chat.until(lambda: isinstance(chat.app.screen, MainScreen))

    drive(act, keys={"pick_close": "f7"})


@pytest.mark.parametrize("name", sorted(names()))
def test_every_name_has_words_in_both_languages(name):
    assert word_of(name, "en")
    assert word_of(name, "zh")


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("width", WIDTHS)
def test_the_invitation_and_the_greeting_end_at_every_width(drive, width, language):
    async def act(chat):
        head = chat.main.query_one(Headline)
        shown = str(head.render()).replace("\n", " ")
        assert shown in chat.app.greeting()
        assert cell_len(chat.prompt.placeholder) <= chat.prompt.content_size.width

    drive(act, size=(width, 12), language=language)


def test_what_a_question_has_to_do_with_the_one_before_is_not_cut(drive):
    async def act(chat):
        await chat.ask("why does padding fail?")
        await chat.ask("still the same " + "with this very long story " * 3)
        line = "".join(chat.lines()[0]).rstrip()
        assert line.endswith(chat.main.query_one(Headline)._tail)
        assert "…" in line

    drive(act, size=(60, 15), private=True)


@pytest.mark.parametrize(
    ("said", "answer"), [("thanks!", "thanks"), ("谢谢", "thanks"), ("hello", "greeting"), ("你好", "greeting")]
)
def test_courtesy_is_answered_without_a_search(drive, assistant, said, answer):
    async def act(chat):
        await chat.ask("why does padding fail?")
        before = len(assistant.asked)
        await chat.type(said)
        await chat.press("enter")
        await chat.says(say("en", answer))
        assert len(chat.turns) == 1
        assert len(assistant.asked) == before
        assert chat.prompt.text == ""

    drive(act)
