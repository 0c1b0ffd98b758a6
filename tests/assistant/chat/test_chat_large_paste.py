"""Pastes of megabytes: the prompt keeps of them what will be looked at."""

from textual import events

from tfhelp.reading.bounds import MAX_CHARS

LOG = "step 1 loss 0.1\n" * 300_000 + "ValueError: Asking to pad"


def test_a_paste_of_megabytes_is_kept_in_bounds_and_labelled_with_its_whole_length(drive, assistant):
    async def act(chat):
        chat.prompt.post_message(events.Paste(LOG))
        await chat.until(lambda: "300001 lines" in chat.prompt.text)
        assert len(chat.prompt.unfolded) <= MAX_CHARS + 1
        await chat.press("enter")
        await chat.settle(1)

    drive(act)
    asked = assistant.asked[0][0]
    assert asked.startswith("step 1")
    assert asked.endswith("ValueError: Asking to pad")
    assert len(asked) <= MAX_CHARS + 1


def test_a_line_of_megabytes_is_labelled_with_its_whole_length(drive):
    async def act(chat):
        chat.prompt.post_message(events.Paste("x" * 5_000_000))
        await chat.until(lambda: "5000000" in chat.prompt.text)
        assert len(chat.prompt.unfolded) <= MAX_CHARS + 1

    drive(act)


def test_lines_that_end_in_carriage_returns_are_counted(drive):
    async def act(chat):
        chat.prompt.post_message(events.Paste("a\rb\r\n" * 10))
        await chat.until(lambda: "21 lines" in chat.prompt.text)

    drive(act)
