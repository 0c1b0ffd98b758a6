"""The summary that a reader saw: kept with its turn, shown again where it fits, exported with its origin."""

import json
import sqlite3
from dataclasses import replace
from types import SimpleNamespace

import pytest
from markdown_it import MarkdownIt

from tfhelp.answer import Citation, Summary
from tfhelp.assistant import AskOptions
from tfhelp.conversation import export, kept_summary
from tfhelp.conversation.again import asked_again
from tfhelp.conversation.history import History
from tfhelp.conversation.session import Session

TEXT = "One length is needed, see `pad_[x]`. [1]\n\nFrom the fix of [1]:\n\n```python\nx = 1\n```"
SUMMARY = Summary(TEXT, "tiny", (Citation(1, "TF0001"),), 2, "2 sentences withheld: not in the sources.")

OLD = """
CREATE TABLE conversations (id TEXT PRIMARY KEY, started TEXT NOT NULL, last TEXT NOT NULL, title TEXT NOT NULL);
CREATE TABLE turns (
  row INTEGER PRIMARY KEY, conversation TEXT NOT NULL, number INTEGER NOT NULL, at TEXT NOT NULL,
  text TEXT NOT NULL, question TEXT, exclude TEXT NOT NULL, relation TEXT NOT NULL, refines INTEGER,
  language TEXT NOT NULL, codes TEXT NOT NULL, confident INTEGER NOT NULL, UNIQUE (conversation, number)
);
CREATE TABLE full_text (stale INTEGER NOT NULL);
INSERT INTO full_text VALUES (1);
INSERT INTO conversations VALUES ('abc', '2026-11-25T10:00:00+00:00', '2026-11-25T10:00:00+00:00', 'old question');
INSERT INTO turns VALUES (1, 'abc', 1, '2026-11-25T10:00:00+00:00', 'old question', NULL, '[]', 'new', NULL, 'en',
  '["TF0001"]', 1);
PRAGMA application_id = 1952868464;
PRAGMA user_version = 1;
"""
"""A history as it was written before summaries were kept."""


@pytest.fixture
def old(folder):
    folder.mkdir(mode=0o700)
    with sqlite3.connect(folder / "history.sqlite") as connection:
        connection.executescript(OLD)
    connection.close()
    return folder


# In the file


def test_a_summary_comes_back_with_its_turn(history, folder, turn):
    conversation = history.start()
    history.add(conversation, turn(1, summary=SUMMARY))
    history.add(conversation, turn(2))
    with History.open(folder) as other:
        assert [kept.summary for kept in other.load(conversation)] == [SUMMARY, None]


def test_one_that_is_finished_later_takes_the_place_of_the_earlier_and_brings_its_language(history, turn):
    conversation = history.start()
    history.add(conversation, turn(1, summary=replace(SUMMARY, by="extractive")))
    history.summarize(conversation, turn(1, summary=SUMMARY, language="zh"))
    (kept,) = history.load(conversation)
    assert (kept.summary, kept.language) == (SUMMARY, "zh")


def test_a_turn_that_took_another_number_keeps_its_own_summary(history, folder, turn, keep):
    conversation = keep(history, "one")
    with History.open(folder) as other:
        other.add(conversation, turn(2, "theirs"))
    history.add(conversation, turn(2, "ours"))
    history.summarize(conversation, turn(2, "ours", summary=SUMMARY))
    assert [kept.summary for kept in history.load(conversation)] == [None, None, SUMMARY]


def test_an_older_file_opens_without_loss_and_keeps_summaries_from_now_on(old, turn):
    with History.open(old) as history:
        (kept,) = history.load("abc")
        assert (kept.plan.text, kept.codes, kept.summary) == ("old question", ("TF0001",), None)
        assert [hit.conversation for hit in history.search("question")] == ["abc"]
        history.summarize("abc", replace(kept, summary=SUMMARY))
        history.add("abc", turn(2))
    with History.open(old) as history:
        assert [kept.summary for kept in history.load("abc")] == [SUMMARY, None]
        history.check()


def test_two_programs_may_open_an_older_file_at_once(old):
    with History.open(old) as one, History.open(old) as other:
        assert one.load("abc") == other.load("abc")


@pytest.mark.parametrize("damaged", ["{", "[]", '{"text": "x"}', '{"text": 1, "citations": 3}', "\x00", "[" * 5000])
def test_a_damaged_summary_costs_nothing_but_itself(history, folder, turn, damaged):
    conversation = history.start()
    history.add(conversation, turn(1, summary=SUMMARY))
    with sqlite3.connect(folder / "history.sqlite") as connection:
        connection.execute("UPDATE turns SET summary = ?", (damaged,))
    connection.close()
    (kept,) = history.load(conversation)
    assert kept.summary is None
    assert kept.plan.text


def test_a_note_that_names_a_file_keeps_the_user_to_itself(history, folder, turn, bytes_of):
    noted = replace(SUMMARY, note="There is no model /home/alice/hf_AbCdEfGhIjKlMnOpQrStUvWx.")
    conversation = history.start()
    history.add(conversation, turn(1, summary=noted))
    history.close()
    assert b"alice" not in bytes_of(folder)
    assert b"AbCdEfGh" not in bytes_of(folder)


def test_deleting_a_conversation_deletes_its_summaries(history, folder, turn, bytes_of):
    conversation = history.start()
    history.add(conversation, turn(1, summary=SUMMARY))
    history.delete(conversation)
    history.close()
    assert b"One length is needed" not in bytes_of(folder)


# Asked again


@pytest.fixture
def assistant(make_answer):
    """Answers always the same."""
    database = SimpleNamespace(entry_by_code=lambda code: code)
    searcher = SimpleNamespace(bundle=SimpleNamespace(database=database))
    return SimpleNamespace(
        searcher=searcher,
        ask=lambda text, options: make_answer(language=options.language or "en", question=text),
    )


@pytest.mark.parametrize(
    ("codes", "cited", "kept"),
    [
        (("TF0001", "TF0002"), "TF0001", True),
        (("TF0001", "TF0009"), "TF0003", True),
        (("TF0002", "TF0001"), "TF0001", False),
        (("TF0001", "TF0009"), "TF0009", False),
    ],
)
def test_a_summary_stays_only_where_the_same_is_found(assistant, turn, codes, cited, kept):
    one = turn(1, codes=codes, summary=replace(SUMMARY, citations=(Citation(1, cited),)))
    (again,) = asked_again(assistant, [one], AskOptions())
    assert (again.summary is not None) is kept


@pytest.fixture
def session(tmp_path, monkeypatch):
    monkeypatch.setenv("TFHELP_STATE", str(tmp_path / "state"))
    opened = Session(language=None, environment=None, private=False)
    yield opened
    opened.close()


def reopened(session):
    (kept,) = session.history.conversations()
    return session.history.load(kept.id)


def test_what_was_seen_is_stored_with_the_next_keeping(session, assistant):
    session.ask(assistant, "why?")
    session.keep()
    session.sum_up(1, SUMMARY)
    assert session.keep() is None
    assert [kept.summary for kept in reopened(session)] == [SUMMARY]


def test_private_keeps_no_summary_either(session, assistant):
    session.ask(assistant, "why?")
    session.keep()
    session.private = True
    session.sum_up(1, SUMMARY)
    session.keep()
    session.private = False
    session.keep()
    assert [kept.summary for kept in reopened(session)] == [None]


def test_a_turn_in_another_language_has_no_summary_of_the_first(session, assistant):
    session.ask(assistant, "why?")
    session.sum_up(1, SUMMARY)
    session.options = replace(session.options, language="zh")
    session.forget_answers()
    assert session.revive(assistant, 1).summary is None


def test_another_environment_leaves_the_summary(session, assistant):
    session.ask(assistant, "why?")
    session.sum_up(1, SUMMARY)
    session.forget_answers()
    assert session.revive(assistant, 1).summary == SUMMARY


# Exported


@pytest.fixture
def summed_up(turn, make_answer):
    return lambda summary, language="en": turn(
        1, codes=("TF0001",), language=language, answer=make_answer(language), summary=summary
    )


@pytest.mark.parametrize(
    ("language", "heading", "sources"),
    [
        ("en", "Summary by the model tiny", "Sources: [1] TF0001. 2 sentences withheld: not in the sources."),
        ("zh", "摘要（由模型 tiny 生成）", "来源：[1] TF0001。"),
    ],
)
def test_markdown_marks_the_summary_as_a_models_with_its_sources(summed_up, language, heading, sources):
    text = export.to_markdown([summed_up(SUMMARY, language)])
    tokens = MarkdownIt().parse(text)
    headings = [tokens[n + 1].content for n, token in enumerate(tokens) if token.type == "heading_open"]
    shown = MarkdownIt().render(text)
    assert heading in headings
    assert headings.index(heading) == 3, "before the entry's own sections"
    assert sources in shown
    assert "<code>pad_[x]</code>. [1]</p>" in shown
    assert '<pre><code class="language-python">x = 1' in shown


def test_markdown_says_of_the_entrys_own_that_it_is(summed_up):
    own = Summary("Padding. [1]", "extractive", (Citation(1, "TF0001"),))
    assert "#### Summary, taken from the entry\n\nPadding. " in export.to_markdown([summed_up(own)])


def test_without_a_summary_markdown_has_none(summed_up):
    assert "Summary" not in export.to_markdown([summed_up(None)])


def test_how_many_sentences_were_withheld_is_said_whatever_the_note_says(summed_up):
    text = export.to_markdown([summed_up(replace(SUMMARY, withheld=7, note="The process ended."))])
    assert "withheld: 7. The process ended." in text


def test_a_models_name_and_words_are_no_markup(summed_up):
    text = export.to_markdown([summed_up(replace(SUMMARY, by="a*b*<i>", text="# no heading <b> [x](http://y)"))])
    shown = MarkdownIt().render(text)
    assert "a*b*&lt;i&gt;" in shown
    assert "<p># no heading &lt;b&gt; [x](http://y)</p>" in shown


def test_json_has_the_summary_that_was_seen(summed_up):
    (row,) = json.loads(export.to_json([summed_up(SUMMARY)]))["turns"]
    assert row["summary"] == {
        "text": TEXT, "by": "tiny", "citations": [1], "withheld": 2, "note": SUMMARY.note,
    }  # fmt: skip


def test_the_command_shows_them_with_the_conversation(run, folder, turn):
    with History.open(folder) as history:
        conversation = history.start()
        history.add(conversation, turn(1, summary=SUMMARY))
    ran = run("history", "show", conversation, TFHELP_STATE=str(folder))
    assert "  Summary by tiny\n    One length is needed" in ran.out
    assert "2 sentences withheld" in ran.out


def test_a_summary_is_bounded():
    text = kept_summary.to_text(replace(SUMMARY, text="x" * 100_000))
    assert len(text) < 10_000
    assert kept_summary.from_text(text).text.startswith("xxx")
