import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tfhelp.reading.decode import decode

TEXT = "RuntimeError: 显存不足 [batch, seq]\n"


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        codecs.BOM_UTF8 + TEXT.encode(),
        codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
        TEXT.encode("gb18030"),
        TEXT.encode("gbk"),
    ],
    ids=["utf-8", "utf-8-bom", "powershell", "utf-16-be", "gb18030", "gbk"],
)
def test_every_encoding_that_users_paste_is_read(data):
    assert decode(data) == TEXT


@pytest.mark.parametrize("cut", [1, 2])
def test_a_head_cut_inside_a_character_leaves_the_rest_utf8(cut):
    assert decode("显存不足".encode()[cut:]).endswith("存不足")


@pytest.mark.parametrize("cut", [1, 2])
def test_a_tail_cut_inside_a_character_leaves_the_rest_utf8(cut):
    assert decode("显存不足".encode()[:-cut]).startswith("显存不")


def test_both_ends_cut_are_still_utf8():
    assert "存不" in decode("显存不足".encode()[1:-1])


def test_a_powershell_file_cut_inside_a_character_is_read():
    assert decode(codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le")[:-1]).startswith(TEXT[:-1])


def test_no_bytes_are_no_text():
    assert decode(b"") == ""


@given(st.binary(max_size=200))
def test_binary_never_fails(data):
    assert isinstance(decode(data), str)


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\ufeff")))
def test_utf8_comes_back_as_it_was(text):
    assert decode(text.encode()) == text
