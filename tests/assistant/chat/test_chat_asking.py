"""Asking: what becomes of what is typed."""

import asyncio
import threading

import pytest
from textual.events import Key

HOSTILE = "[bold red]x[/] [link=https://a.example]y[/link] [@click=app.quit]z[/] \x1b[31mred\x1b]0;owned\x07 a\u202eb \u2066c"
SHOWN = "[bold red]x[/] [link=https://a.example]y[/link] [@click=app.quit]z[/] red ab c"


def test_a_question_is_answered_by_the_packaged_knowledge(drive_packaged):
    async def act(chat):
        await chat.ask("CUDA out of memory while training")
        assert "CUDA out of memory" in chat.question
        assert chat.results.option_count == 9
        assert "memory" in chat.reader.page.status
        assert chat.turns[0].codes[0] in chat.text

    drive_packaged(act)


def test_a_question_asked_before_the_knowledge_is_loaded_waits_visibly_and_is_answered(drive, assistant):
    gate = threading.Event()

    def opened():
        assert gate.wait(10)
        return assistant

    async def act(chat):
        await chat.until(lambda: "Loading" in chat.text)
        await chat.type("why does padding fail?")
        await chat.press("enter")
        await chat.until(lambda: "as soon as the knowledge is loaded" in chat.text)
        gate.set()
        await chat.settle(1)
        assert chat.turns[0].plan.text == "why does padding fail?"

    drive(act, opened=opened, ready=False)


def test_of_two_quick_questions_both_are_kept_in_order_and_the_newer_is_shown(drive, assistant):
    assistant.seconds = 0.1

    async def act(chat):
        for text in ("first about padding", "second about something quite unlike it"):
            await chat.type(text)
            await chat.press("enter")
        await chat.settle(2)
        assert [turn.plan.text for turn in chat.turns] == [
            "first about padding",
            "second about something quite unlike it",
        ]
        assert "second about" in chat.question

    drive(act)


@pytest.mark.parametrize("key", ["ctrl+j", "shift+enter", "alt+enter"])
def test_keys_that_break_the_line_do_not_ask(drive, assistant, key):
    async def act(chat):
        await chat.press("a", key, "b")
        assert chat.prompt.text == "a\nb"
        await chat.press("enter")
        await chat.settle(1)

    drive(act)
    assert [text for text, _ in assistant.asked] == ["a\nb"]


def test_what_is_typed_with_enter_in_one_chunk_is_not_lost(drive, assistant):
    async def act(chat):
        keys = (
            [Key(letter, letter) for letter in "padding"]
            + [Key("enter", "\r")]
            + [Key(letter, letter) for letter in "next"]
        )
        for key in keys:
            chat.app.post_message(key)
        await chat.settle(1)
        assert ([text for text, _ in assistant.asked], chat.prompt.text) == (["padding"], "next")

    drive(act)


def test_enter_in_an_empty_prompt_asks_nothing(drive, assistant):
    async def act(chat):
        await chat.press("enter", "space", "enter")
        assert chat.turns == []
        assert chat.app.is_running

    drive(act)
    assert assistant.asked == []


def test_esc_stops_and_a_late_answer_replaces_nothing(drive, assistant):
    async def act(chat):
        await chat.ask("first about padding")
        page = chat.reader.page
        assistant.gate.clear()
        await chat.type("what does the attention mask do?")
        await chat.press("enter")
        await chat.until(lambda: len(assistant.asked) == 2)
        await chat.press("escape")
        assert "Stopped" in chat.question
        assistant.gate.set()
        await chat.until(lambda: not chat.main.questions.busy)
        await asyncio.sleep(0.05)
        assert chat.reader.page is page

    drive(act)


def test_what_was_stopped_can_be_asked_again_and_the_line_moves_on(drive, assistant):
    async def act(chat):
        assistant.gate.clear()
        for text in ("first about padding", "then about tokens", "and about memory"):
            await chat.type(text)
            await chat.press("enter")
        await chat.until(lambda: len(assistant.asked) == 1)
        await chat.press("escape")
        assistant.gate.set()
        await chat.until(lambda: not chat.main.questions.busy)
        await chat.type("what is a pipeline?")
        await chat.press("enter")
        await chat.until(lambda: "what is a pipeline?" in chat.question and chat.settled())
        assert [text for text, _ in assistant.asked] == ["first about padding", "what is a pipeline?"]

    drive(act)


def test_still_the_same_asks_again_without_the_entry_that_did_not_help(drive_packaged):
    async def act(chat):
        await chat.ask("CUDA out of memory while training")
        first = chat.turns[0].codes[0]
        await chat.ask("still the same")
        assert first in chat.turns[1].plan.exclude
        assert first not in chat.turns[1].codes
        assert f"again without {first}" in chat.question

    drive_packaged(act)


def test_x_asks_again_without_the_entry_that_is_read(drive, assistant):
    async def act(chat):
        await chat.ask("why does padding fail?")
        await chat.focus(chat.results)
        await chat.press("j", "x")
        await chat.settle(2)
        assert chat.turns[1].codes == ("TF0001", "TF0003")
        assert "again without TF0002" in chat.question

    drive(act)


def test_x_on_a_further_question_keeps_what_was_excluded_before(drive):
    async def act(chat):
        await chat.ask("why does padding fail?")
        await chat.focus(chat.results)
        await chat.press("x")
        await chat.settle(2)
        await chat.press("x")
        await chat.settle(3)
        assert chat.turns[2].codes == ("TF0003",)
        await chat.press("x")
        await chat.until(lambda: len(chat.turns) == 4 or chat.notices)
        assert chat.app.is_running

    drive(act)


def test_foreign_text_is_shown_literally_wherever_it_stands(drive, assistant, make_answer, make_candidate):
    from tfhelp_corpus.entry import EntryText, Section

    text = EntryText(HOSTILE, ("why?",), (Section("fix", "Fix", f"{HOSTILE}\n\n```python\n{HOSTILE}\n```"),))
    found = make_candidate(1, texts={"en": text, "zh": text})
    assistant.answer = lambda asked, _: make_answer(question=asked, candidates=(found,))

    async def act(chat):
        await chat.ask(f"{HOSTILE} why")
        assert SHOWN in chat.question
        title, *rest = chat.blocks()
        assert title == SHOWN
        assert any("[bold red]x[/]" in block and "red ab c" in block for block in rest)
        listed = "".join(chat.results.render_line(y).text for y in range(chat.results.size.height))
        assert "[boldred]x[/][link=https://a.example]y[/link]" in "".join(listed.split())  # cut where room ends
        assert "owned" not in chat.text
        assert "\x1b" not in chat.text
        spans = [
            meta
            for strip in chat.strips()
            for segment in strip
            for meta in [(segment.style and segment.style.meta) or {}]
        ]
        assert not any("@click" in meta and "quit" in str(meta["@click"]) for meta in spans)

    drive(act, size=(150, 40))


def test_an_answer_that_is_not_sure_says_that_nothing_was_found_and_lists_the_nearest(drive, assistant, make_answer):
    assistant.answer = lambda text, _: make_answer(question=text, confident=False)

    async def act(chat):
        await chat.ask("how to bake bread")
        assert "Nothing relevant found." in chat.blocks()[0]
        assert "TF0003" in "\n".join(chat.blocks())
        await chat.focus(chat.results)
        await chat.press("2")
        await chat.until(lambda: "TF0002" in (chat.reader.page.status if chat.reader.page else ""))
        await chat.press("left_square_bracket")
        await chat.until(lambda: "Nothing relevant found." in chat.blocks()[0])
        assert chat.results.highlighted == 0

    drive(act)


def test_an_answer_without_candidates_shows_no_results(drive, assistant, make_answer):
    assistant.answer = lambda text, _: make_answer(question=text, confident=False, candidates=())

    async def act(chat):
        await chat.ask("how to bake bread")
        assert not chat.results.display
        await chat.focus(chat.reader)
        await chat.press("1", "x", "enter", "y", "c", "Y", "l")
        await chat.drawn()
        assert chat.app.is_running

    drive(act)


def test_a_text_without_a_word_is_refused_with_a_sentence(drive_packaged):
    async def act(chat):
        await chat.type("?!")
        await chat.press("enter")
        await chat.says("Nothing was asked")
        assert chat.turns == []

    drive_packaged(act)


def test_earlier_questions_are_called_back(drive):
    async def act(chat):
        await chat.ask("why does padding fail?")
        await chat.ask("what is a pipeline good for?")
        await chat.focus(chat.prompt)
        await chat.press("ctrl+up", "ctrl+up")
        assert chat.prompt.text == "why does padding fail?"
        await chat.press("ctrl+down", "ctrl+down")
        assert chat.prompt.text == ""

    drive(act)


def test_keys_appear_while_a_question_is_computed(drive, assistant):
    assistant.seconds = 60.0

    async def act(chat):
        await chat.type("why does padding fail?")
        chat.app.post_message(Key("enter", None))
        await chat.until(lambda: assistant.asked)
        for number, letter in enumerate("abcdefghij", start=1):
            chat.app.post_message(Key(letter, letter))
            await chat.until(lambda: chat.prompt.text == "abcdefghij"[:number])  # noqa: B023
        assert "abcdefghij" in chat.text
        assert chat.main.questions.busy
        assert chat.turns == []
        assistant.enough.set()
        await chat.settle(1)
        assert chat.prompt.text == "abcdefghij"

    drive(act)
