"""Hugging Face's documentation dialect, read as plain Markdown and as a document."""

from pathlib import Path

import pytest

from tfhelp_corpus.doc_builder import page, plain_markdown

GUIDE = Path(__file__).parents[2].parent / "shared" / "guide" / "troubleshooting.zh.md"

FENCE = """\
```python
# no heading, [`Trainer`] stays
print("<Tip>")  # <!-- no comment -->


[[autodoc]] Trainer
    - all
```"""


@pytest.mark.parametrize(
    ("dialect", "plain"),
    [
        ("<Tip warning={true}>\n\nMind the step.\n\n</Tip>", "Mind the step."),
        ("<Tip>Mind the step.</Tip>", "Mind the step."),
        ('Watch:\n\n<Youtube id="S2EEG3JIt2A"/>\n\nDone.', "Watch:\n\nDone."),
        (
            '<hfoptions id="x">\n<hfoption id="AutoModel">\n\nA\n\n</hfoption>\n<hfoption id="Pipeline">\n\nB\n\n</hfoption>\n</hfoptions>',
            "**AutoModel**\n\nA\n\n**Pipeline**\n\nB",
        ),
        ("See [`Trainer`].", "See `Trainer`."),
        ("See [`~transformers.Trainer.train`].", "See `train`."),
        ("See [`Trainer.train`].", "See `Trainer.train`."),
        ("See [`~Trainer`].", "See `Trainer`."),
        ("See [`Trainer`](https://example.org).", "See [`Trainer`](https://example.org)."),
        ("See the [forum](https://discuss.huggingface.co).", "See the [forum](https://discuss.huggingface.co)."),
        ("[[autodoc]] Trainer\n    - all\n    - train\n\nText.", "Text."),
        ("[[autodoc]] Trainer\n\n    - all\n\nText.", "Text."),
        ("[[open-in-colab]]\n\nText.", "Text."),
        ("- a list\n    - with a point\n", "- a list\n    - with a point"),
        ("before <!-- hidden --> after", "before  after"),
        ("<!---\nhidden\n```\nalso hidden\n-->\nShown.", "Shown."),
        ("a <!-- x --> b <!-- y\nz --> c", "a  b \n c"),
        ("---\ntitle: x\n---\nText.", "Text."),
        ("> [!TIP]\n> Mind the step.", "> Mind the step."),
        ("## Install[[install]]", "## Install"),
        ("a tensor x[[0]]", "a tensor x[[0]]"),
        ("<pad> and <s> and [batch, seq] stay", "<pad> and <s> and [batch, seq] stay"),
        ("``` not a fence ```\n\n<Tip>Shown.</Tip>", "``` not a fence ```\n\nShown."),
    ],
)
def test_components_are_taken_away(dialect, plain):
    assert plain_markdown(dialect) == plain + "\n"


@pytest.mark.parametrize("indent", ["", "  ", "> "])
def test_what_stands_in_a_fence_is_untouched(indent):
    fence = "\n".join(indent + line for line in FENCE.split("\n"))
    assert fence in plain_markdown(f"<Tip>\n\n{fence}\n\n</Tip>\n")


def test_several_blank_lines_become_one():
    assert plain_markdown("\n\nA\n\n<Tip>\n\n</Tip>\n\n\nB\n\n") == "A\n\nB\n"


def test_a_longer_fence_holds_a_shorter_one():
    text = "````markdown\n```python\n<Tip>\n```\n<Tip>\n````"
    assert plain_markdown(text) == text + "\n"


def test_odd_blanks_end_no_line_in_a_fence():
    text = "```text\na\x0cb\u2028c\n```"
    assert plain_markdown(text) == text + "\n"


def test_a_page_gives_a_section_for_every_heading():
    document = page(
        f"# Title\n\nIntro.\n\n## One\n\n{FENCE}\n\n### Deep[[deep]]\n\nText.\n\n## Two\n\nText.\n", "a/b.md"
    )
    assert [section.path for section in document.sections] == [
        ("Title",),
        ("Title", "One"),
        ("Title", "One", "Deep"),
        ("Title", "Two"),
    ]
    assert document.sections[1].text == FENCE
    assert (document.id, document.title, document.kind, document.language) == ("a/b", "Title", "guide", "en")
    assert document.references == ("docs: a/b.md",)


def test_a_form_feed_does_not_shift_the_sections():
    document = page("# Title\n\na\x0cb\u2028c\n\n## One\n\nText of one.\n\n## Two\n\nText of two.\n", "x.md")
    assert [section.text for section in document.sections] == ["a\x0cb\u2028c", "Text of one.", "Text of two."]


def test_a_skipped_heading_level_is_no_gap_in_the_path():
    assert page("# A\n\nx\n\n#### B\n\ny\n", "x.md").sections[1].path == ("A", "B")


def test_a_page_without_headings_is_named_after_its_file():
    document = page("Just text.\n", "notes/cluster.md")
    assert (document.title, document.sections[0].path) == ("cluster", ("cluster",))


@pytest.mark.parametrize("text", ["", "\n\n", "<!-- only a comment", "---\na: b\n---\n"])
def test_a_page_without_text_has_no_sections(text):
    assert page(text, "x.md").sections == ()


def test_the_entries_of_a_page_keep_their_codes_when_another_section_changes():
    long = "This text is long enough to say something."
    before = page(f"# T\n\n## One\n\n{long}\n\n## Two\n\n{long}\n", "x.md").entries()
    after = page(f"# T\n\n## New\n\n{long}\n\n## One\n\nOther. {long}\n\n## Two\n\n{long}\n", "x.md").entries()
    assert [entry.code for entry in before] == [entry.code for entry in after[1:]]
    assert all(entry.code.startswith("U") and entry.verified is None for entry in before)


def test_like_headings_give_different_entries():
    long = "This text is long enough to say something."
    entries = page(f"# T\n\n## Fix\n\n{long}\n\n## Fix\n\n{long}\n", "x.md").entries()
    assert [entry.id for entry in entries] == ["x#fix", "x#fix-2"]


@pytest.mark.skipif(not GUIDE.is_file(), reason="the guide lies beside the repository only where tfhelp is developed")
def test_the_chinese_troubleshooting_guide_gives_its_eight_sections():
    document = page(GUIDE.read_text(encoding="utf-8"), GUIDE.name)
    assert (document.language, document.title, len(document.sections)) == ("zh", "疑难解答", 8)
    assert len(document.entries()) == 8
    text = "\n".join(section.text for section in document.sections)
    assert "<Youtube" not in text
    assert "许可证" not in text
    assert "CUDA out of memory" in text
