from tfhelp.render.markdown import markdown_lines
from tfhelp.render.style import Style
from tfhelp.render.wrap import cells

TABLE = "| old | new |\n|---|:--|\n| `evaluation_strategy` | `eval_strategy` |\n| `no_cuda` | a \\| b |\n| 短 |"
PLAIN = Style(colored=False)


def test_a_table_that_fits_becomes_columns():
    lines = markdown_lines(TABLE, 80, PLAIN)
    assert lines[0].split() == ["old", "new"]
    assert [line.find("`eval_strategy`") for line in lines if "eval_strategy`" in line] == [lines[0].find("new")]
    assert "a | b" in lines[2]
    assert not any("---" in line for line in lines)


def test_a_table_that_does_not_fit_becomes_a_list_within_the_width():
    wide = "| a | b |\n|---|---|\n| " + "word " * 20 + "| " + "显存不足 " * 10 + "|"
    lines = markdown_lines(wide, 60, PLAIN)
    assert lines[0] == "a · b"
    assert lines[1].startswith("- word")
    assert all(cells(line) <= 60 for line in lines)
    assert "".join(lines).count("word") == 20


def test_colored_and_plain_tables_have_the_same_layout():
    import re

    colored = markdown_lines(TABLE.replace("`", ""), 80, Style(colored=True))
    assert [re.sub("\x1b\\[[0-9;]*m", "", line) for line in colored] == markdown_lines(
        TABLE.replace("`", ""), 80, PLAIN
    )
