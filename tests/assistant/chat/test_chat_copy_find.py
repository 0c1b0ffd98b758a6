"""Finding in the page, copying from it, its links."""

import pytest

from tfhelp import clipboard

QUESTION = "why does padding fail?"


async def look_for(chat, words):
    await chat.focus(chat.reader)
    await chat.press("slash", *(" " if letter == " " else letter for letter in words))
    await chat.drawn()


def shown(chat):
    """Blocks with their colours."""
    from textual.widgets.markdown import MarkdownBlock

    return [(block._content.plain, block._content.spans) for block in chat.reader.query(MarkdownBlock)]


def test_find_counts_goes_around_and_restores_the_page_exactly(drive):
    async def act(chat):
        await chat.ask(QUESTION)
        before = shown(chat)
        await look_for(chat, "length")
        await chat.until(lambda: chat.found == "1 of 3")
        await chat.press("enter")
        for key, found in [("n", "2 of 3"), ("n", "3 of 3"), ("n", "1 of 3"), ("N", "3 of 3")]:
            await chat.press(key)
            assert chat.found == found
        assert shown(chat) != before
        await chat.press("slash", "escape")
        assert shown(chat) == before
        assert chat.reader.has_focus

    drive(act)


def test_what_is_not_there_is_said(drive):
    async def act(chat):
        await chat.ask(QUESTION)
        before = shown(chat)
        await look_for(chat, "zebra")
        assert chat.found == "Not found"
        assert shown(chat) == before
        await chat.press("enter", "n", "N")
        assert chat.found == "Not found"

    drive(act)


@pytest.mark.parametrize("words", ["[batch", "**", "(", "\\", "[/x]", "`"])
def test_special_characters_are_looked_for_as_they_are(drive, words):
    async def act(chat):
        await chat.ask(QUESTION)
        await look_for(chat, words)
        there = any(words in plain for plain, _ in shown(chat))
        assert chat.found.endswith("of 3") if there else chat.found == "Not found"

    drive(act)


def test_find_reaches_code_blocks_and_tables(drive, assistant, make_answer, make_candidate):
    from tfhelp_corpus.entry import EntryText, Section

    body = "| package | version |\n|---|---|\n| zebracell | 1 |\n\n```python\nzebracode = 1\n```\n\n- a zebralist\n"
    text = EntryText("Title", ("why?",), (Section("fix", "Fix", body),))
    found = make_candidate(1, texts={"en": text, "zh": text})
    assistant.answer = lambda asked, _: make_answer(question=asked, candidates=(found,))

    async def act(chat):
        await chat.ask(QUESTION)
        await look_for(chat, "zebra")
        assert chat.found == "1 of 3"
        await chat.press("escape")

    drive(act)


def test_another_page_forgets_the_matches(drive):
    async def act(chat):
        await chat.ask(QUESTION)
        await look_for(chat, "length")
        await chat.press("enter", "2")
        await chat.until(lambda: "TF0002" in chat.reader.page.status and chat.settled())
        await chat.press("n")
        assert chat.app.is_running
        assert chat.found in ("", "1 of 3", "Not found")
        await chat.press("slash", "escape")

    drive(act)


def test_enter_keeps_the_marks_and_esc_in_the_line_of_find_clears_them(drive):
    async def act(chat):
        await chat.ask(QUESTION)
        before = shown(chat)
        await look_for(chat, "length")
        await chat.press("enter")
        assert chat.reader.has_focus
        assert shown(chat) != before
        await chat.press("slash", "escape")
        assert shown(chat) == before

    drive(act)


def test_the_count_of_find_is_not_that_of_another_page(drive):
    async def act(chat):
        await chat.ask(QUESTION)
        await look_for(chat, "length")
        await chat.press("enter", "n", "2")
        await chat.until(lambda: "TF0002" in chat.reader.page.status and chat.settled())
        assert chat.found != "2 of 3"

    drive(act)


@pytest.mark.parametrize(
    ("copied", "said"),
    [
        (clipboard.Copied("tool", "wl-copy"), "Copied with wl-copy"),
        (clipboard.Copied("terminal"), "Sent to the terminal's clipboard; it does not say whether it took it"),
    ],
)
def test_copying_says_what_happened(drive, monkeypatch, copied, said):
    taken = []

    def copy(text, write):
        taken.append(text)
        return copied

    monkeypatch.setattr("tfhelp.clipboard.copy", copy)

    async def act(chat):
        await chat.ask(QUESTION)
        await chat.focus(chat.reader)
        await chat.press("y")
        await chat.says(said)
        await chat.press("c", "Y", "l")
        await chat.until(lambda: len(taken) == 4)
        assert taken[2] == chat.reader.page.markdown

    drive(act)
    code, command, _, link = taken
    assert code == "# not a heading\ntokenizer.pad_token = tokenizer.eos_token"
    assert command == "pip install -U x"
    assert link == "https://github.com/huggingface/transformers/issues/123"


@pytest.mark.parametrize(
    ("works", "said"), [(True, "Sent to the terminal's clipboard"), (False, "Not copied: no clipboard")]
)
def test_without_a_tool_the_terminal_is_asked_and_nothing_more_is_claimed(drive, monkeypatch, works, said):
    monkeypatch.setattr("tfhelp.clipboard._usable", list)
    monkeypatch.delenv("TMUX", raising=False)
    sent = []

    async def act(chat):
        monkeypatch.setattr(chat.app, "_write", lambda sequence: sent.append(sequence) or works)
        await chat.ask(QUESTION)
        await chat.focus(chat.reader)
        await chat.press("y")
        await chat.says(said)
        assert not any(notice.startswith("Copied") for notice in chat.notices)

    drive(act)
    assert sent[0].startswith("\x1b]52;c;")


def test_a_text_too_long_for_the_terminal_is_said_to_be_too_long(
    drive, monkeypatch, assistant, make_answer, make_candidate
):
    from tfhelp_corpus.entry import EntryText, Section

    text = EntryText("Title", ("why?",), (Section("fix", "Fix", "word " * 12_000),))
    found = make_candidate(1, texts={"en": text, "zh": text})
    assistant.answer = lambda asked, _: make_answer(question=asked, candidates=(found,))
    monkeypatch.setattr("tfhelp.clipboard._usable", list)

    async def act(chat):
        monkeypatch.setattr(chat.app, "_write", lambda sequence: True)
        await chat.ask(QUESTION)
        await chat.focus(chat.reader)
        await chat.press("Y")
        await chat.says("Not copied: it is too long for the terminal")

    drive(act)


def test_copying_before_anything_is_asked_says_so(drive):
    async def act(chat):
        await chat.press("escape", "y")
        await chat.says("Ask something first")

    drive(act)


def test_the_code_that_is_copied_is_the_one_that_can_be_seen(
    drive, monkeypatch, assistant, make_answer, make_candidate
):
    from tfhelp_corpus.entry import EntryText, Section

    body = "```python\nfirst = 1\n```\n\n" + "word\n\n" * 40 + "```python\nsecond = 2\n```\n"
    text = EntryText("Title", ("why?",), (Section("fix", "Fix", body),))
    found = make_candidate(1, texts={"en": text, "zh": text})
    assistant.answer = lambda asked, _: make_answer(question=asked, candidates=(found,))
    taken = []
    monkeypatch.setattr("tfhelp.clipboard.copy", lambda text, _: taken.append(text) or clipboard.Copied("tool", "x"))

    async def act(chat):
        await chat.ask(QUESTION)
        await chat.focus(chat.reader)
        await chat.press("y")
        await chat.until(lambda: len(taken) == 1)
        await chat.press("G")
        await chat.until(lambda: chat.reader.scroll_y > 30)
        await chat.press("y")
        await chat.until(lambda: len(taken) == 2)

    drive(act)
    assert taken == ["first = 1", "second = 2"]


@pytest.mark.parametrize(
    "href", ["file:///etc/passwd", "javascript:alert(1)", "vscode://x", "#fix", "", "//evil.example", "HTTPS:evil"]
)
def test_only_web_addresses_are_opened(drive, monkeypatch, href):
    from textual.widgets import Markdown

    monkeypatch.setenv("DISPLAY", ":0")
    opened = []

    async def act(chat):
        monkeypatch.setattr(chat.app, "open_url", lambda url, **_: opened.append(url))
        await chat.ask(QUESTION)
        markdown = chat.reader.query_one(Markdown)
        markdown.post_message(Markdown.LinkClicked(markdown, href))
        await chat.drawn()

    drive(act)
    assert opened == []


def test_a_link_is_opened_in_a_graphical_browser_and_shown_where_there_is_none(drive, monkeypatch):
    address = "https://github.com/huggingface/transformers/issues/123"
    opened = []

    async def act(chat):
        monkeypatch.setattr(chat.app, "open_url", lambda url, **_: opened.append(url))
        await chat.ask(QUESTION)
        await chat.focus(chat.reader)
        await chat.press("o")
        await chat.says(address)
        assert opened == []
        monkeypatch.setenv("DISPLAY", ":0")
        await chat.press("o")
        await chat.until(lambda: opened == [address])

    drive(act)


def test_the_same_words_stand_in_the_corner_only_once(drive):
    async def act(chat):
        await chat.ask(QUESTION)
        await chat.focus(chat.reader)
        await chat.press("o", "o", "o")
        await chat.until(lambda: len(chat.notices) == 3)
        await chat.until(lambda: len(chat.app._notifications) == 1)
        await chat.press("9")
        await chat.until(lambda: len(chat.app._notifications) == 2)

    drive(act)
