import pytest
from hypothesis import given
from hypothesis import strategies as st

from tfhelp.summaries.sentences import SentenceStream, split


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Use `model.generate()`. It works.", ["Use `model.generate()`.", "It works."]),
        ("Since v4.46.3 it does. See it.", ["Since v4.46.3 it does.", "See it."]),
        ("Models, e.g. Qwen, do. i.e. yes.", ["Models, e.g. Qwen, do. i.e. yes."]),
        ("Call `a. B` now. Then stop", ["Call `a. B` now.", "Then stop"]),
        ("显存不够。换小的 batch！好吗？", ["显存不够。", "换小的 batch！", "好吗？"]),
        ("他说“不行。”然后停了。", ["他说“不行。”", "然后停了。"]),
        ("提示一次。**可以忽略**：不用管。", ["提示一次。", "**可以忽略**：不用管。"]),
        ("- one\n- two", ["- one", "- two"]),
        ("1. First this. 2. Then that.", ["1. First this.", "2. Then that."]),
        ("A heading\nA sentence. Next.", ["A heading", "A sentence.", "Next."]),
        ("Run:\n```bash\npip x. Y\n```\nDone.", ["Run:", "```bash\npip x. Y\n```", "Done."]),
    ],
)
def test_sentences_end_where_a_reader_ends_them(text, sentences):
    assert split(text) == sentences


def test_a_sentence_comes_as_soon_as_it_is_certain_to_be_whole():
    stream = SentenceStream()
    assert stream.feed("It needs v4.") == []
    assert stream.feed("46. ") == []
    assert stream.feed("Then") == ["It needs v4.46."]
    assert stream.close() == ["Then"]


def test_a_fence_that_is_never_closed_is_one_unit():
    assert split("```\nrm -rf. X\nmore. Y") == ["```\nrm -rf. X\nmore. Y"]


def test_a_text_without_an_end_is_cut():
    assert max(map(len, split("word " * 2000))) <= 1200


@given(st.lists(st.text(alphabet="aB .!?。`\n-1*", max_size=8), max_size=12))
def test_pieces_make_the_same_sentences_as_the_whole(pieces):
    stream = SentenceStream()
    found = [sentence for piece in pieces for sentence in stream.feed(piece)] + stream.close()
    assert "".join("".join(found).split()) == "".join("".join(pieces).split())
