from hypothesis import given
from hypothesis import strategies as st

from tfhelp.render.markdown import markdown_lines
from tfhelp.render.style import Style

PLAIN, COLORED = Style(colored=False), Style(colored=True)


def render(text, width=60, style=PLAIN):
    return markdown_lines(text, width, style)


def test_code_is_shown_as_it_is():
    code = "x = a[batch, seq]  # [/x] **not bold**\n\n    if `y`:\n" + "z = " + "1 + " * 40
    shown = render(f"Do:\n\n```python\n{code}\n```\n\nThen go on.")
    assert [line[4:] for line in shown[2:-2]] == code.splitlines()
    assert shown[-1] == "Then go on."


def test_markup_of_other_tools_survives():
    for text in ("shape [batch, seq]", "[/x] and [bold]", "a [link] alone", "x[1] (2)"):
        for style in (PLAIN, COLORED):
            assert render(text, style=style) == [text]


def test_headings_inside_fences_are_code():
    assert render("```bash\n# not a heading\n```") == ["    # not a heading"]


def test_a_fence_that_never_closes_is_code_to_the_end():
    assert render("```\na\n\n# b") == ["    a", "", "    # b"]


def test_a_fence_inside_a_longer_one_is_code():
    assert render("````md\n```\nx\n```\n````\nafter")[:3] == ["    ```", "    x", "    ```"]


def test_a_fence_in_an_item_loses_only_the_items_indent():
    assert render("- do\n\n  ```\n  if a:\n      b\n  ```") == ["- do", "", "    if a:", "        b"]


def test_nested_lists_keep_their_depth():
    assert render("- one\n  - two\n    - three\n1. four") == ["- one", "  - two", "    - three", "1. four"]


def test_items_hang_below_their_text():
    assert render("- " + "word " * 20, 30)[1].startswith("  word")


def test_text_in_tables_is_never_taken_for_markup():
    table = "| a | b |\n|---|---|\n| `x` | [batch, seq] |"
    assert render(table)[1].split(maxsplit=1) == ["`x`", "[batch, seq]"]


def test_headings_lose_their_marks():
    assert render("### More") == ["More"]


def test_inline_code_keeps_its_backticks_only_without_colors():
    assert render("use `pip`") == ["use `pip`"]
    assert render("use `pip`", style=COLORED) == ["use \x1b[32mpip\x1b[0m"]


def test_bold_loses_its_stars():
    assert render("**now** and 2 ** 3") == ["now and 2 ** 3"]


def test_stars_of_code_in_prose_are_no_emphasis():
    assert render("pass *args, **kwargs to it") == ["pass *args, **kwargs to it"]


def test_links_show_their_target():
    assert render("[docs](https://huggingface.co/docs)") == ["docs (https://huggingface.co/docs)"]
    assert render("[docs](https://huggingface.co/docs)", style=COLORED)[0].count("https://huggingface.co/docs") == 1


def test_targets_that_are_no_web_page_are_not_offered():
    assert render("[x](javascript:alert)") == ["x"]
    assert render("[x](file:///etc/passwd)") == ["x"]


def test_chinese_lines_are_joined_without_blanks():
    assert render("显存\n不足") == ["显存不足"]
    assert render("use\nthis") == ["use this"]


@given(st.text(st.sampled_from("ab显 \n`*#-[]()|1.~>")))
def test_any_text_renders_without_escapes_when_colors_are_off(text):
    assert "\x1b" not in "".join(render(text))


@given(st.text(st.sampled_from("ab显 \n*#-[]|1.")))
def test_letters_are_never_lost(text):
    shown = "".join(render(text))
    assert [shown.count(letter) for letter in "ab显"] == [text.count(letter) for letter in "ab显"]
