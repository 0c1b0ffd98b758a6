"""The screen of all entries by category, driven by keys and mouse."""

import asyncio
import time

import pytest
from textual.widgets import Input

from tfhelp.categories import category_name
from tfhelp.chat.screens.topics import TopicsScreen, say
from tfhelp.chat.widgets.picklist import PickList
from tfhelp_corpus.entry import CATEGORIES
from tfhelp_corpus.errors import TfhelpError

TOPICS = [
    ("TF0001", "memory", "CUDA out of memory while training"),
    ("TF0002", "memory", "[red]The batch[/red] is `[batch, seq]` too long"),
    ("TF0003", "tokenizer", "The tokenizer has no padding token"),
    ("TF0004", "hub", "\x1b]0;owned\x07Offline\x1b[31m mode\u202e finds\n no file"),
    ("TF0005", "my own", "显存不足：训练到一半时报错，需要减小批次"),
]


def loading(topics=TOPICS, error=None):
    async def load():
        if error:
            raise error
        return topics

    return load


@pytest.fixture
def drive(show):
    """Show the entries, then ``act(pilot, screen)``; return which was chosen."""

    def start(act, *, language="en", size=(60, 15), **options):
        return show(TopicsScreen(language, loading(**options)), act, size)

    return start


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_category_has_a_name_of_its_own(language):
    names = {category_name(language, category) for category in CATEGORIES}

    assert len(names) == len(CATEGORIES)
    assert not names & set(CATEGORIES)


@pytest.mark.parametrize(
    ("language", "headings"),
    [
        ("en", ["Tokenizers (1)", "Memory (2)", "my own (1)"]),
        ("zh", ["分词器（1）", "显存与内存（2）", "my own（1）"]),
    ],
)
def test_entries_stand_under_their_categories_with_counts(drive, lines, language, headings):
    async def act(pilot, screen):
        shown = lines(screen)
        assert [shown.index(f" {heading}") for heading in headings] == sorted(shown.index(f" {h}") for h in headings)
        assert "5" in screen.query_one("#box").border_subtitle

    drive(act, language=language)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("size", [(60, 15), (80, 24), (40, 10)])
def test_no_line_is_wider_than_the_list_and_cjk_is_not_torn(drive, language, size):
    async def act(pilot, screen):
        picked = screen.query_one(PickList)
        for y in range(picked.size.height):
            assert picked.render_line(y).cell_length == picked.scrollable_content_region.width
        assert screen.query_one("#box").region.bottom <= size[1]
        assert picked.size.height >= size[1] - 5

    drive(act, language=language, size=size)


def test_text_of_entries_is_neither_markup_nor_control_codes(drive, lines):
    async def act(pilot, screen):
        text = "\n".join(lines(screen))
        assert "[red]The batch[/red] is `[batch, seq]`" in text
        assert "Offline mode finds no file" in text
        assert "owned" not in text

    drive(act)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("padding", "TF0003"), ("PADDING", "TF0003"), ("tf0002", "TF0002"), ("batch seq", "TF0002"),
        ("分词器", "TF0003"), ("tokenizers", "TF0003"), ("my own", "TF0005"), ("减小批次", "TF0005"), ("ｔｆ０００４", "TF0004"),
        ("[red]", "TF0002"),
    ],
)  # fmt: skip
def test_typing_narrows_down_by_code_title_and_category(drive, typed, code):
    async def act(pilot, screen):
        screen.query_one(Input).value = typed
        await pilot.pause()
        await pilot.press("enter")

    assert drive(act) == code


def test_narrowed_lists_drop_empty_categories_and_count_again(drive, lines):
    async def act(pilot, screen):
        await pilot.press(*"memory")
        assert lines(screen)[0] == " Memory (2)"
        assert len(lines(screen)) == 3
        assert screen.query_one("#box").border_subtitle == "2 of 5"

    drive(act)


@pytest.mark.parametrize(("language", "sentence"), [("en", "No entry matches."), ("zh", "没有符合的条目。")])
def test_where_nothing_matches_it_says_so_and_enter_stays(drive, lines, status, language, sentence):
    async def act(pilot, screen):
        await pilot.press(*"zzz", "enter", "down", "up", "pagedown")
        assert status(screen) == sentence
        assert not lines(screen)
        await pilot.press("backspace", "backspace", "backspace")
        assert not screen.query_one("#status").display
        assert lines(screen)

    assert drive(act, language=language) == "unset"


def test_arrows_move_while_typing_and_pass_over_headings(drive):
    async def act(pilot, screen):
        assert screen.focused is screen.query_one(Input)
        await pilot.press("down", "down", "down", "up", "enter")

    # Listed by category: hub (4), tokenizer (3), memory (1, 2), own (5).
    assert drive(act) == "TF0001"


def test_the_first_heading_comes_into_view_again_on_the_way_up(drive, lines):
    topics = [(f"TF{n:04}", "memory", "x") for n in range(50)]

    async def act(pilot, screen):
        await pilot.press("pagedown", "pagedown")
        assert lines(screen)
        assert screen.query_one(PickList).scroll_offset.y > 0
        await pilot.press("tab", "g")
        assert screen.query_one(PickList).scroll_offset.y == 0

    drive(act, topics=topics)


@pytest.mark.parametrize(("keys", "code"), [("j", "TF0003"), ("G", "TF0005"), ("Ggj", "TF0003"), ("Gk", "TF0002")])
def test_vi_keys_move_in_the_list(drive, keys, code):
    async def act(pilot, screen):
        await pilot.press("tab")
        assert screen.focused is screen.query_one(PickList)
        await pilot.press(*keys, "enter")

    assert drive(act) == code


def test_letters_are_typed_while_the_words_have_the_focus(drive):
    async def act(pilot, screen):
        await pilot.press(*"jkgG/")
        assert screen.query_one(Input).value == "jkgG/"

    drive(act)


def test_slash_goes_from_the_list_to_the_words(drive):
    async def act(pilot, screen):
        await pilot.press("tab", "slash")
        assert screen.focused is screen.query_one(Input)
        assert screen.query_one(Input).value == ""

    drive(act)


@pytest.mark.parametrize("before", [(), ("tab",), tuple("zzz")])
def test_escape_closes_without_a_choice(drive, before):
    async def act(pilot, screen):
        await pilot.press(*before, "escape")

    assert drive(act) is None


def test_a_click_selects_and_a_double_click_opens(drive):
    async def act(pilot, screen):
        await pilot.click(PickList, offset=(5, 3))
        assert screen.query_one(PickList).key == "TF0003"
        assert screen.focused is screen.query_one(Input)
        assert screen.is_current
        await pilot.click(PickList, offset=(5, 2))  # a heading
        assert screen.query_one(PickList).key == "TF0003"
        await pilot.double_click(PickList, offset=(5, 5))

    assert drive(act) == "TF0001"


def test_pressing_enter_many_times_is_one_choice(drive):
    async def act(pilot, screen):
        await pilot.press("enter", "enter", "enter")

    assert drive(act) == "TF0004"


@pytest.mark.parametrize("language", ["en", "zh"])
def test_keys_in_the_footer_speak_the_language(drive, language):
    async def act(pilot, screen):
        shown = {found.binding.description for found in screen.active_bindings.values() if found.binding.show}
        assert shown == {say(language, "pick_open"), say(language, "pick_close")}

    drive(act, language=language)


def test_why_entries_cannot_be_listed_is_a_sentence_without_markup(drive, status):
    async def act(pilot, screen):
        assert status(screen) == "The index [b]is broken[/b]. Build it again."
        assert screen.query_one("#status").has_class("-error")
        await pilot.press("x", "enter", "escape")

    assert drive(act, error=TfhelpError("The index [b]is \x1b[31mbroken[/b].", "Build it again.")) is None


def test_an_index_without_entries_says_so(drive, status):
    async def act(pilot, screen):
        assert status(screen) == "There are no entries."

    drive(act, topics=[])


def test_what_is_typed_while_entries_load_narrows_them_down(show, status):
    loaded = asyncio.Event()

    async def load():
        await loaded.wait()
        return TOPICS

    async def act(pilot, screen):
        await pilot.press(*"padding", "enter")
        assert status(screen) == "Loading …"
        loaded.set()
        await pilot.pause()
        await pilot.press("enter")

    assert show(TopicsScreen("en", load), act, (60, 15)) == "TF0003"


def test_two_entries_of_one_code_are_both_listed(drive, lines):
    async def act(pilot, screen):
        assert len(lines(screen)) == 4
        await pilot.press("down", "enter")

    assert drive(act, topics=[("TF0001", "memory", "one"), ("TF0001", "hub", "two")]) == "TF0001"


def test_a_thousand_entries_do_not_slow_typing(drive, lines):
    topics = [(f"TF{n:04}", CATEGORIES[n % 20], f"标题 number {n} of a problem that has words") for n in range(1000)]

    async def act(pilot, screen):
        words = screen.query_one(Input)
        slowest = 0.0
        for typed in ("p", "pr", "pro", "prob", "probx", ""):
            words.value = typed
            started = time.perf_counter()
            screen._show()
            lines(screen)
            slowest = max(slowest, time.perf_counter() - started)
            await pilot.pause()
        # 20 ms on an idle core; the bound leaves room for a busy machine.
        assert slowest < 0.25

    drive(act, topics=topics, size=(80, 24))
