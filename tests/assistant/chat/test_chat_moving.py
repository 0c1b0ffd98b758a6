"""Moving around: results, documents, back and forward, questions, the window."""

from textual.widgets import Markdown

from tfhelp.chat.trail import Place
from tfhelp.chat.widgets.results import Results

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
        await chat.until(lambda: chat.main.place == Place(1))
        await chat.press("right_square_bracket")
        await chat.until(lambda: chat.main.place == Place(1, 0, document=True))
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
        assert chat.main.place == Place(2)
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
        await chat.until(lambda: not chat.main.questions.busy)
        await chat.drawn()
        assert chat.turns == []
        assert chat.reader.page is None

    drive(act)


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
        await chat.until(lambda: chat.main.place.document and not chat.results.display)
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
