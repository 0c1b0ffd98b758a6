"""Error templates: what they match, what they refuse, and that hostile text costs nothing."""

import contextlib
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tfhelp_corpus.signature import MAX_GAP_CHARS, PatternError, find, literal_parts, matches, normalize


def test_variables_separate_literal_parts():
    assert literal_parts("Tried to allocate {size}. GPU {n} has") == ("tried to allocate", ". gpu", "has")


def test_a_pattern_may_begin_and_end_with_a_variable():
    assert literal_parts("{cls} does not support {what}") == ("does not support",)


def test_neighbouring_variables_leave_no_empty_part():
    assert literal_parts("expected shape {a}{b} but got") == ("expected shape", "but got")


def test_doubled_braces_are_the_characters_themselves():
    assert literal_parts("add_special_tokens({{'pad_token': {token}}})") == ("add_special_tokens({'pad_token':", "})")
    assert matches("got {{}} for the config of {name}", "got {} for the config of bert")


@pytest.mark.parametrize("pattern", ["a lone { in the text", "a lone } in the text", "unclosed {name in the text"])
def test_a_lone_brace_is_refused(pattern):
    with pytest.raises(PatternError, match="a lone"):
        literal_parts(pattern)


@pytest.mark.parametrize("pattern", ["", "{x}", "short", "{a} of {b} on {c}", "       x      "])
def test_a_pattern_without_a_long_literal_is_refused(pattern):
    with pytest.raises(PatternError, match="8 characters"):
        literal_parts(pattern)


@pytest.mark.parametrize(
    "line",
    [
        "object has no attribute 'pad_token'",
        'object has no attribute "pad_token"',
        "Object Has NO attribute `pad_token`",
        "object has no attribute ‘pad_token’",
        "object has no attribute “pad_token”",
        "  object\thas \u00a0 no\nattribute   'pad_token'  ",
        "AttributeError: 'X' object has no attribute 'pad_token' at 0x7f",
    ],
)
def test_quotes_case_and_blanks_do_not_matter(line):
    assert matches("object has no attribute 'pad_token'", line)


def test_parts_must_come_in_order():
    assert matches("first part {x} second part", "first part and second part")
    assert not matches("first part {x} second part", "second part and first part")


def test_parts_do_not_overlap():
    assert not matches("has a pad token {x} token end", "has a pad token end")


def test_a_variable_part_has_a_bound():
    assert matches("the beginning {x} the end", f"the beginning {'x' * (MAX_GAP_CHARS - 10)} the end")
    assert not matches("the beginning {x} the end", f"the beginning {'x' * (MAX_GAP_CHARS + 10)} the end")


def test_a_later_beginning_is_tried_when_the_first_leads_nowhere():
    line = f"the beginning {'x' * 2 * MAX_GAP_CHARS} the beginning of the end"
    assert matches("the beginning {x} the end", line)


def test_the_span_found_is_that_of_the_match():
    text = normalize("xx the beginning of the end yy")
    start, end = find(("the beginning", "the end"), text)
    assert text[start:end] == "the beginning of the end"


@given(
    parts=st.lists(st.sampled_from(["a", "b", "ab", "ba", "c"]), min_size=1, max_size=4),
    text=st.text("abcx", max_size=40),
    gap=st.integers(0, 6),
)
def test_what_is_found_is_what_trying_every_start_finds(parts, text, gap):
    def plain():
        for start in range(len(text)):
            if not text.startswith(parts[0], start):
                continue
            end = start + len(parts[0])
            for part in parts[1:]:
                at = text.find(part, end, end + gap + len(part))
                if at < 0:
                    break
                end = at + len(part)
            else:
                return start, end
        return None

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tfhelp_corpus.signature.MAX_GAP_CHARS", gap)
        assert find(parts, text) == plain()


@pytest.mark.parametrize(
    "text",
    [
        "a" * 200_000,
        "the beginning " * 15_000,
        "{" * 60_000,
        "[" * 60_000,
        "{a" * 60_000,
        "'" * 60_000,
        " " * 60_000,
        "a" * 200_000 + "b",
        "ab" * 100_000,
    ],
)
def test_hostile_text_is_searched_in_linear_time(text):
    begun = time.process_time()
    for pattern in ("the beginning {x} the end {y} of it", "aaaaaaaa {x} aaaaaaaa {y} b", "[[[[[[[[{x}[[{y}]]"):
        matches(pattern, text)
    assert time.process_time() - begun < 3


@pytest.mark.parametrize("pattern", ["{" * 60_000, "}" * 60_001, "{a" * 60_000, "a" * 200_000, "{a}" * 60_000])
def test_hostile_patterns_are_read_in_linear_time(pattern):
    begun = time.process_time()
    with contextlib.suppress(PatternError):
        literal_parts(pattern)
    assert time.process_time() - begun < 1


@given(st.text(max_size=200))
def test_any_text_matches_itself_or_says_why_not(text):
    pattern = text.replace("{", "{{").replace("}", "}}")
    try:
        assert matches(pattern, text)
    except PatternError as error:
        assert "8 characters" in str(error)


@given(st.text(max_size=100))
def test_folding_twice_changes_nothing(text):
    assert normalize(normalize(text)) == normalize(text)
