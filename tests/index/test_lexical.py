"""Search by words: whatever is asked is text, never syntax."""

import sqlite3
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tfhelp_index.errors import LegUnavailable
from tfhelp_index.lexical import FIELD_WEIGHTS, FIELDS, MAX_CANDIDATES, SCHEMA, LexicalIndex, index_rows

ROWS = [
    (
        "CUDA out of memory",
        "OutOfMemoryError CUDA out of memory",
        "gpu too small",
        "Make the batch smaller or use bfloat16.",
    ),
    (
        "No padding token",
        "Asking to pad but the tokenizer",
        "gpt2 padding",
        "Set tokenizer.pad_token = tokenizer.eos_token.",
    ),
    ("显存不足", "", "显存不够怎么办", "把批次调小，或者用 bfloat16。"),
    ("Gated repository", "401 Client Error", "llama access", "Log in with hf auth login, then set HF_HUB_OFFLINE=0."),
]


@pytest.fixture(scope="module")
def connection():
    connection = sqlite3.connect(":memory:")
    connection.executescript(SCHEMA)
    index_rows(connection, enumerate(ROWS))
    yield connection
    connection.close()


@pytest.fixture(scope="module")
def index(connection):
    return LexicalIndex(connection, len(ROWS))


@pytest.fixture(scope="module")
def ask(index):
    return lambda text, limit=10: [match.row for match in index.search(index.weigh(text), limit)]


@pytest.mark.parametrize(
    ("question", "row"),
    [
        ("my gpu has no memory left", 0),
        ("padded tokenizers", 1),
        ("pad_token", 1),
        ("eos", 1),
        ("顯存不夠", 2),
        ("ＨＦ＿ＨＵＢ＿ＯＦＦＬＩＮＥ", 3),
        ("what does 401 mean", 3),
    ],
)
def test_words_find_their_entry(ask, question, row):
    assert ask(question)[0] == row


@pytest.mark.parametrize(
    "question",
    [
        'padding"', '"padding', "padding AND", "NOT padding", "padding OR OR", "NEAR(padding, 2)", "pad*", "(padding",
        "padding)", "title:padding", "title : padding", "^padding", "{title signatures}: padding", "- padding",
        "padding + gpt2", "padding'; DROP TABLE entries_fts; --", "padding\x00", "a:b:c padding", "[padding, seq]",
        '"padding" "" """', "padding \\ %s {0}",
    ],
)  # fmt: skip
def test_operators_and_quotes_are_text(ask, question):
    assert ask(question)[0] == 1


@settings(max_examples=200)
@given(question=st.text(max_size=100))
def test_any_question_is_answered_or_finds_nothing(ask, question):
    assert set(ask(question)) <= set(range(len(ROWS)))


@pytest.mark.parametrize("question", ["", "  \n", "?!", "😀", "zebra"])
def test_blank_and_unknown_questions_find_nothing(ask, question):
    assert ask(question) == []


def test_rare_terms_come_first_and_unknown_ones_last(index):
    weighed = index.weigh("zebra bfloat16 padding of")
    assert [found.term for found in weighed][-1] == "zebra"
    assert weighed[-1].documents == 0
    assert weighed[-1].idf == 0
    assert [found.idf for found in weighed] == sorted((found.idf for found in weighed), reverse=True)
    documents = {found.term: found.documents for found in weighed}
    assert (documents["pad"], documents["bfloat16"]) == (1, 2)


def test_a_term_counts_once_however_often_it_is_repeated(index):
    assert index.weigh("padding " * 50) == index.weigh("padding")


def test_a_hundred_thousand_terms_take_no_longer_than_a_few_thousand(index):
    question = "padding " + " ".join(f"word{n}" for n in range(100_000))
    begun = time.process_time()
    weighed = index.weigh(question)
    matches = index.search(weighed, 10)
    assert time.process_time() - begun < 3
    assert len(weighed) <= MAX_CANDIDATES
    assert matches[0].row == 1


def test_more_known_terms_than_fit_are_searched_by_the_rarest():
    connection = sqlite3.connect(":memory:")
    connection.executescript(SCHEMA)
    common = " ".join(f"common{n}" for n in range(2000))
    index_rows(
        connection, [(0, ("", "", "", common)), (1, ("", "", "", common)), (2, ("", "", "", common + " rareword"))]
    )
    index = LexicalIndex(connection, 3)
    assert index.search(index.weigh(common + " rareword"), 3)[0].row == 2
    connection.close()


def test_the_limit_holds_and_scores_fall(index):
    matches = index.search(index.weigh("bfloat16 memory padding 显存"), 2)
    assert len(matches) == 2
    assert matches[0].score >= matches[1].score > 0


def test_equal_rows_are_ordered_by_their_number():
    connection = sqlite3.connect(":memory:")
    connection.executescript(SCHEMA)
    index_rows(connection, [(n, ("same words", "", "", "")) for n in (5, 3, 9, 1)])
    index = LexicalIndex(connection, 4)
    assert [match.row for match in index.search(index.weigh("same words"), 10)] == [1, 3, 5, 9]
    connection.close()


@pytest.mark.parametrize("question", ["padding the tokenizer", "bfloat16 batch memory 显存不够", 'pad_token "eos"'])
def test_the_shares_of_the_terms_are_the_score_of_the_row(index, question):
    weighed = index.weigh(question)
    for match in index.search(weighed, 10):
        shares = index.explain(weighed, match.row)
        assert sum(share.score for share in shares) == pytest.approx(match.score)
        assert [share.score for share in shares] == sorted((share.score for share in shares), reverse=True)


def test_a_share_names_the_fields_that_hold_the_term_and_how_often(index):
    weighed = index.weigh("padding zebra token")
    shares = {share.term: share.counts for share in index.explain(weighed, 1)}
    assert shares == {
        "pad": {"title": 1, "signatures": 1, "questions": 1, "body": 1},
        "token": {"title": 1, "body": 2},
    }
    assert index.explain(weighed, 0) == []
    assert index.explain([], 1) == []


def test_a_bundle_open_for_reading_only_can_be_explained(tmp_path):
    path = tmp_path / "rows.sqlite"
    connection = sqlite3.connect(path)
    connection.executescript(SCHEMA)
    index_rows(connection, enumerate(ROWS))
    connection.commit()
    connection.close()
    before = path.read_bytes()
    connection = sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)
    index = LexicalIndex(connection, len(ROWS))
    assert index.explain(index.weigh("padding"), 1) == index.explain(index.weigh("padding"), 1) != []
    connection.close()
    assert (path.read_bytes(), [found.name for found in tmp_path.iterdir()]) == (before, [path.name])


def test_other_field_weights_order_rows_otherwise():
    connection = sqlite3.connect(":memory:")
    connection.executescript(SCHEMA)
    index_rows(connection, [(0, ("rareword", "", "", "filler")), (1, ("filler", "", "", "rareword rareword"))])
    index = LexicalIndex(connection, 2)
    weighed = index.weigh("rareword")
    assert len(FIELD_WEIGHTS) == len(FIELDS)
    best = [index.search(weighed, 1, weights)[0].row for weights in ((9.0, 1.0, 1.0, 1.0), (1.0, 1.0, 1.0, 9.0))]
    assert best == [0, 1]
    connection.close()


def test_a_database_without_full_text_search_is_a_missing_leg():
    connection = sqlite3.connect(":memory:")
    index = LexicalIndex(connection, 1)
    with pytest.raises(LegUnavailable, match="Full-text search does not work here"):
        index.search(index.weigh("padding"), 5)
    connection.close()
