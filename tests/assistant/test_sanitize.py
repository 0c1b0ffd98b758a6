import pytest
from hypothesis import given
from hypothesis import strategies as st

from tfhelp.reading.sanitize import sanitize


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x1b[38;2;1;2;3mred\x1b[m", "red"),
        ("a\x1b]52;c;ZXZpbA==\x07b", "ab"),
        ("a\x1b]52;c;ZXZpbA==\x1b\\b", "ab"),
        ("\x1b]8;;https://evil.example\x1b\\text\x1b]8;;\x1b\\", "text"),
        ("a\x1bP1;2q\x1b\\b", "ab"),
        ("a\x1b_x\x1b\\b", "ab"),
        ("a\x1bcb", "ab"),
        ("a\x1b(Bb", "ab"),
        ("a\x9b31mb", "ab"),
        ("a\x85b\x90c", "abc"),
        ("NUL\x00 BEL\x07 BS\x08 DEL\x7f", "NUL BEL BS DEL"),
        ("a\u202eb\u2066c\u200fd", "abcd"),
        ("a\u200b\ufeff\u00adb", "ab"),
        ("a\ud800b", "a\ufffdb"),
        ("a\r\nb", "a\nb"),
        ("10%\r20%\rdone\n", "10%\n20%\ndone\n"),
    ],
)
def test_what_a_terminal_would_obey_is_taken_away(raw, clean):
    assert sanitize(raw) == clean


@pytest.mark.parametrize("raw", ["a\x1b]52;c;ZXZpbA==\nValueError: x", "a\x1b]8;;http://x\nValueError: x"])
def test_an_escape_that_never_ends_eats_no_other_line(raw):
    assert sanitize(raw).split("\n")[1] == "ValueError: x"


@pytest.mark.parametrize(
    "text", ["[batch, seq]", "[/x]", "[bold]x[/bold]", "a\tb", "显存 ｆ", "é", "👍🏽", "x = a[1:2]"]
)
def test_printable_text_survives(text):
    assert sanitize(text) == text


@given(st.text())
def test_nothing_controls_a_terminal_afterwards(text):
    clean = sanitize(text)
    assert all(character in "\n\t" or ord(character) >= 0x20 for character in clean)
    assert not any(0x7F <= ord(character) <= 0x9F for character in clean)
    clean.encode()  # no lone surrogates


@given(st.text(st.sampled_from("\x1b[]52;c\x07\\P_^Xm\x9b\n0")))
def test_escapes_in_any_disorder_leave_none(text):
    assert "\x1b" not in sanitize(text)
    assert sanitize(sanitize(text)) == sanitize(text)
