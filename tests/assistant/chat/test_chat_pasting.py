"""Pasting: long texts are folded, unfolded, and asked whole."""

import time

from textual import events

FRAMES = "\n".join(f'  File "/srv/app/train.py", line {n}, in step_{n}\n    run(batch_{n})' for n in range(149))
TRACEBACK = f"Traceback (most recent call last):\n{FRAMES}\nValueError: Asking to pad but the tokenizer has none"


def test_a_pasted_traceback_folds_unfolds_and_is_sent_whole(drive, assistant):
    async def act(chat):
        chat.prompt.post_message(events.Paste(TRACEBACK))
        await chat.until(lambda: chat.prompt.text == "[traceback, 300 lines]")
        await chat.until(lambda: "Unfold" in chat.text)
        await chat.press("ctrl+o")
        await chat.until(lambda: chat.prompt.text == TRACEBACK)
        await chat.until(lambda: "Unfold" not in chat.lines()[-1])
        chat.prompt.set_text(TRACEBACK)
        assert chat.prompt.text == "[traceback, 300 lines]"
        await chat.press("enter")
        await chat.settle(1)
        assert "ValueError: Asking to pad" in chat.question

    drive(act)
    assert assistant.asked[0][0] == TRACEBACK


def test_words_before_a_folded_paste_stay_where_they_are(drive, assistant):
    async def act(chat):
        await chat.type("what is this? ")
        chat.prompt.post_message(events.Paste(TRACEBACK))
        await chat.until(lambda: "[traceback" in chat.prompt.text)
        await chat.type(" it is new")
        await chat.press("enter")
        await chat.settle(1)

    drive(act)
    assert assistant.asked[0][0] == f"what is this? {TRACEBACK} it is new"


def test_two_pastes_of_equal_length_are_told_apart(drive, assistant):
    other = TRACEBACK.replace("ValueError", "KeyErrors!")

    async def act(chat):
        for text in (TRACEBACK, other):
            chat.prompt.post_message(events.Paste(text))
            await chat.drawn()
        assert chat.prompt.text == "[traceback, 300 lines][traceback, 300 lines #2]"
        await chat.press("enter")
        await chat.settle(1)

    drive(act)
    assert assistant.asked[0][0] == TRACEBACK + other


def test_a_paste_that_holds_the_label_of_another_is_sent_as_it_is(drive, assistant):
    second = "\n".join(["[traceback, 300 lines]"] * 8)

    async def act(chat):
        for text in (TRACEBACK, "\n", second):
            chat.prompt.post_message(events.Paste(text))
            await chat.drawn()
        assert chat.prompt.unfolded == f"{TRACEBACK}\n{second}"

    drive(act)


def test_undo_after_unfolding_does_not_lose_the_paste(drive):
    async def act(chat):
        chat.prompt.post_message(events.Paste(TRACEBACK))
        await chat.until(lambda: "[traceback" in chat.prompt.text)
        await chat.press("ctrl+o")
        await chat.until(lambda: chat.prompt.text == TRACEBACK)
        chat.prompt.undo()
        await chat.drawn()
        assert chat.prompt.unfolded == TRACEBACK

    drive(act)


def test_a_line_of_a_hundred_thousand_characters_is_folded_asked_and_shown_cut(drive, assistant):
    line = "[bold]" + "x" * 100_000

    async def act(chat):
        start = time.perf_counter()
        chat.prompt.post_message(events.Paste(line))
        await chat.until(lambda: chat.prompt.text == "[paste, 1 lines]" or "paste" in chat.prompt.text)
        await chat.press("enter")
        await chat.settle(1)
        assert chat.question.startswith("1. [bold]xxx")
        assert len(chat.lines()) == 24
        assert chat.results.region.y <= 3
        assert time.perf_counter() - start < 3

    drive(act)
    assert assistant.asked[0][0] == line


def test_one_pasted_line_is_called_one_line(drive):
    async def act(chat):
        chat.prompt.post_message(events.Paste("y" * 5000))
        await chat.until(lambda: "paste" in chat.prompt.text)
        assert "1 lines" not in chat.prompt.text

    drive(act)
