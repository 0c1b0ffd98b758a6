"""How sentences follow each other in the two languages."""

import pytest

from tfhelp_corpus.errors import TfhelpError
from tfhelp_corpus.language import join_sentences


@pytest.mark.parametrize(
    ("sentences", "joined"),
    [
        (("One.", "Two."), "One. Two."),
        (("一。", "二。"), "一。二。"),
        (("好！", "吗？", "是。"), "好！吗？是。"),
        (("一。", "", "Two."), "一。Two."),
        (("", "One."), "One."),
        ((), ""),
    ],
)
def test_no_blank_follows_a_chinese_full_stop(sentences, joined):
    assert join_sentences(*sentences) == joined


def test_an_error_and_its_hint_are_joined_that_way():
    assert str(TfhelpError("没有找到。", "换一个。")) == "没有找到。换一个。"
    assert str(TfhelpError("Not found.", "Take another.")) == "Not found. Take another."
    assert str(TfhelpError("Not found.")) == "Not found."
