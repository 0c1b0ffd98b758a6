"""An entry cut into the pieces that are embedded."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tfhelp_index.passages import MAX_CHARS, chunks, passages_of

CODE = "```python\n" + "\n\n".join(f"call_{n}()" for n in range(20)) + "\n```"


def test_an_entry_gives_questions_errors_meaning_and_fix_in_both_languages(corpus):
    entry = corpus.entries[1]
    passages = passages_of(entry, 7)
    assert {passage.entry for passage in passages} == {7}
    roles = [(passage.language, passage.role) for passage in passages]
    assert roles[0] == ("en", "error")
    for language in ("en", "zh"):
        assert roles.count((language, "question")) == 1 + 4
        assert roles.count((language, "meaning")) == roles.count((language, "fix")) == 1
    assert passages[0].text == entry.signatures[0].example


def test_a_paragraph_carries_its_title(corpus):
    for passage in passages_of(corpus.entries[0], 0):
        if passage.role in ("meaning", "fix"):
            assert passage.text.startswith(corpus.entries[0].texts[passage.language].title + "\n")


def test_short_text_is_one_piece():
    assert chunks("One.\n\nTwo.") == ["One.\n\nTwo."]


@pytest.mark.parametrize("text", ["", "\n\n", "   \n \n"])
def test_text_without_words_gives_nothing(text):
    assert chunks(text) == []


@pytest.mark.parametrize("limit", [len(CODE), len(CODE) + 1, 400, MAX_CHARS])
@pytest.mark.parametrize("before", [0, 1, 3, 9])
def test_a_fence_that_fits_is_never_cut(limit, before):
    text = "\n\n".join(["Some words before it."] * before + [CODE] + ["And some after it."] * 9)
    pieces = chunks(text, limit)
    assert sum(CODE in piece for piece in pieces) == 1
    assert all(len(piece) <= limit for piece in pieces)


def test_a_fence_of_tildes_or_inside_a_longer_one_is_whole_too():
    for fence in ("~~~python\na\n\nb\n~~~", "````markdown\n```python\na\n\nb\n```\n\nc\n````"):
        assert any(fence in piece for piece in chunks(f"{'x' * 30}\n\n{fence}\n\n{'y' * 30}", 50))


def test_three_backquotes_around_words_open_no_fence():
    text = "```not a fence```\n\n" + "\n\n".join("word " * 10 for _ in range(5))
    assert all(len(piece) <= 60 and not piece.endswith("wo") for piece in chunks(text, 60))
    assert len(chunks(text, 60)) > 4


def test_a_block_that_does_not_fit_is_cut_without_loss():
    pieces = chunks("x" * 3500 + "\n\nEnd.", 1000)
    assert [len(piece) for piece in pieces] == [1000, 1000, 1000, 506]
    assert "".join(pieces) == "x" * 3500 + "\n\nEnd."


@given(st.lists(st.text("ab `\n", max_size=30), max_size=20), st.integers(5, 60))
def test_pieces_hold_the_limit_and_all_characters(blocks, limit):
    text = "\n\n".join(blocks)
    pieces = chunks(text, limit)
    assert all(0 < len(piece) <= limit for piece in pieces)
    assert "".join("".join(pieces).split()) == "".join(text.split())


def test_the_packaged_corpus_fits_the_encoder():
    from pathlib import Path

    import tfhelp_corpus
    from tfhelp_corpus.check import read_entries

    for entry in read_entries(Path(tfhelp_corpus.__file__).parent / "data")[0]:
        for passage in passages_of(entry, 0):
            assert len(passage.text) <= MAX_CHARS + len(entry.texts[passage.language].title) + 1
            assert passage.text.strip()
