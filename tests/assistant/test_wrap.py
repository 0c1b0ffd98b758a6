import pytest
from hypothesis import given
from hypothesis import strategies as st

from tfhelp.render.wrap import cells, wrap


def lines(text, width):
    return ["".join(piece for piece, _ in line) for line in wrap([(text, "")], width)]


@pytest.mark.parametrize(
    ("text", "width"), [("abc", 3), ("显存", 4), ("e\u0301", 1), ("ＡＢ", 4), ("（x）", 5), ("❤\ufe0f", 1)]
)
def test_cells_are_a_terminals(text, width):
    assert cells(text) == width


def test_words_stay_whole():
    assert lines("the tokenizer has no padding token", 13) == ["the tokenizer", "has no", "padding token"]


def test_chinese_breaks_between_characters():
    assert lines("显存不足时减小批次", 8) == ["显存不足", "时减小批", "次"]


def test_no_line_begins_with_closing_punctuation():
    for width in range(6, 40):
        for line in lines(
            "显存不足，请减小批次（或者换一张更大的卡）。然后再试一次；如果还是不行：贴出完整报错！", width
        ):
            assert line[0] not in "，。）；：！"


def test_no_line_ends_with_opening_punctuation():
    for width in range(6, 40):
        assert not any(
            line.endswith(("（", "“")) for line in lines("请减小批次（或者换卡）再“试一次”看看（也许）", width)
        )


def test_a_word_too_long_keeps_a_line_to_itself():
    assert lines("see https://huggingface.co/docs/transformers now", 10) == [
        "see",
        "https://huggingface.co/docs/transformers",
        "now",
    ]


def test_styles_survive_wrapping():
    wrapped = wrap([("use ", ""), ("pip install", "code"), (" now", "")], 7)
    assert [(piece, style) for line in wrapped for piece, style in line if style] == [
        ("pip", "code"),
        ("install", "code"),
    ]


def test_text_without_blanks_between_runs_stays_together():
    assert lines("", 10) == []
    assert wrap([("a", "code"), (".", "")], 1) == [[("a", "code"), (".", "")]]


@given(st.text(st.sampled_from("ab 显存 ")), st.integers(6, 40))
def test_lines_fit_and_nothing_is_lost(text, width):
    wrapped = lines(text, width)
    assert "".join("".join(wrapped).split()) == "".join(text.split())
    assert all(cells(line) <= width or " " not in line for line in wrapped)


@given(st.text())
def test_any_text_keeps_its_characters(text):
    wrapped = "".join(lines(text, 20))
    assert [c for c in wrapped if c not in " \t\n"] == [c for c in text if c not in " \t\n"]
