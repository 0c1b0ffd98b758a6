"""One entry file: what is read from it, and that every fault names file and line."""

import datetime as dt
from pathlib import Path

import pytest

from tfhelp_corpus.faults import FaultLog
from tfhelp_corpus.parse import parse_entry


@pytest.fixture
def parsed(tmp_path):
    """Parse a text as the given file; the entry and its faults as (line, message)."""

    def parse(text, name="guide/no-padding-token.md"):
        path = tmp_path / name
        log = FaultLog(path)
        entry = parse_entry(text, path, name, log)
        assert all(fault.path == path for fault in log.faults)
        return entry, [(fault.line, fault.message) for fault in log.faults]

    return parse


def line_of(text, wanted):
    return next(number for number, line in enumerate(text.split("\n"), start=1) if wanted in line + "\n")


def test_a_sound_entry_is_read_whole(parsed, entry_text):
    entry, faults = parsed(entry_text())
    assert faults == []
    assert (entry.code, entry.id, entry.kind, entry.exception) == (
        "TF0002",
        "no-padding-token",
        "guide",
        "ValueError",
    )
    assert entry.applies_to == {"transformers": ">=4.30"}
    assert entry.references == ("huggingface/transformers#102", "docs: transformers/main_classes/tokenizer")
    assert entry.verified.date == dt.date(2026, 11, 25)
    assert entry.verified.on == "transformers 5.23.0, CPU"
    assert list(entry.texts) == ["en", "zh"]
    for text in entry.texts.values():
        assert [section.role for section in text.sections] == ["meaning", "why", "fix", "otherwise"]
        assert len(text.questions) == 4
    assert entry.texts["en"].section("fix") == "```python\n# not a heading\nfix_102()\n```"
    assert entry.texts["zh"].markdown.startswith("# 分词器没有填充标记\n\n## 含义\n\n")


def test_the_key_on_is_a_word_and_no_truth_value(parsed, entry_text):
    entry, faults = parsed(entry_text().replace('  on: "transformers 5.23.0, CPU"', "  on: yes"))
    assert faults == []
    assert entry.verified.on == "yes"


def test_nothing_printed_is_an_empty_list(parsed, entry_text):
    text = entry_text()
    start, end = text.index("signatures:"), text.index("questions:")
    entry, faults = parsed(text[:start] + "signatures: []\n" + text[end:])
    assert faults == []
    assert entry.signatures == ()


def test_a_deeper_heading_stays_in_its_section(parsed, entry_text):
    entry, faults = parsed(entry_text().replace("Look again.", "Look.\n\n#### On Windows\n\nLook again."))
    assert faults == []
    assert entry.texts["en"].section("otherwise").endswith("#### On Windows\n\nLook again.")


def test_windows_line_ends_are_no_fault(parsed, entry_text):
    entry, faults = parsed(entry_text().replace("\n", "\r\n"))
    assert faults == []
    assert entry.texts["en"].section("fix") == "```python\n# not a heading\nfix_102()\n```"


FAULTS = {
    "malformed code": ("code: TF0002", "code: TF42", "code: TF42", "code 'TF42'"),
    "missing code": ("code: TF0002\n", "", 1, "code is missing"),
    "odd id": ("id: no-padding-token", "id: No_Padding", "id: No_Padding", "lower-case words"),
    "id unlike the file": ("id: no-padding-token", "id: other", "id: other", "differs from the file's name"),
    "odd kind": ("kind: guide", "kind: faq", "kind: faq", "none of guide, issue"),
    "kind in the wrong folder": ("kind: guide", "kind: issue", "kind: issue", "lies in the folder"),
    "odd category": ("category: tokenizer", "category: misc", "category: misc", "category 'misc' is none of"),
    "exception with module": ("exception: ValueError", "exception: torch.Error", "exception:", "bare class name"),
    "missing title": ("  zh: 分词器没有填充标记\n", "", "title:", "title has no zh"),
    "title quoted twice": ("  zh: 分词器没有填充标记\n", "  zh: '\"分词器没有填充标记\"'\n", "  zh:", "quotation marks are part of the title"),
    "missing questions": ("  zh:\n    - no-padding-token 怎么办\n", "  de:\n", "questions:", "0 questions in zh"),
    "too few questions": ("    - no-padding-token on my laptop\n", "", "  en:\n", "3 questions in en"),
    "question twice": ("on my laptop", "since yesterday", "  en:\n", "same question stands twice in en"),
    "question that YAML takes for a mapping": (
        '"no-padding-token: is it dangerous?"', "no-padding-token: why", "    - no-padding-token: why", "is no question",
    ),
    "signature unlike its example": ("Asking to pad but", "Asking to run but", "- pattern:", "does not match its own example"),
    "signature too general": ("Asking to pad but the tokenizer does not have a padding token\"\n", "{x}\"\n", "- pattern:", "8 characters"),
    "signature with a lone brace": ("Asking to pad but the", "Asking { to pad but the", "- pattern:", "a lone '{'"),
    "signature without example": ("    example:", "    sample:", "- pattern:", "exactly the keys"),
    "bad version specifier": ('">=4.30"', '"4.30 and up"', "applies_to:", "not a version specifier"),
    "dead reference form": ("huggingface/transformers#102", "transformers 102", "- transformers 102", "not of the form"),
    "reference to issue zero": ("huggingface/transformers#102", "a/b#0", "- a/b#0", "not of the form"),
    "plain http reference": ("huggingface/transformers#102", "http://example.org", "- http://", "not of the form"),
    "no problems": ("problems: [no-padding-token]", "problems: []", "problems:", "a list of at least 1"),
    "odd verification": ("how: reproduced", "how: guessed", "how: guessed", "verified.how is none of"),
    "verified without a place": ('on: "transformers 5.23.0, CPU"', "on: null", "  on: null", "verified.on"),
    "verified without a note": ("note: Raised with a tiny model.", "note: ' '", "  note:", "verified.note"),
    "date that is no date": ("date: 2026-11-25", "date: lately", "date: lately", "must be a date"),
    "verification without date": ("  date: 2026-11-25\n", "", "verified:", "exactly the keys"),
    "unknown key": ("kind: guide\n", "kind: guide\nauthor: me\n", "author: me", "unknown key 'author'"),
    "doubled key": ("kind: guide\n", "kind: guide\nkind: guide\n", None, "'kind' stands twice"),
    "doubled nested key": ("  zh: 分词器", "  zh: 另\n  zh: 分词器", "  zh: 分词器", "'zh' stands twice"),
    "missing language": ("## zh\n", "## de\n", None, "the part '## zh' is missing"),
    "language twice": ("## zh\n", "## en\n", "## zh", "part '## en' stands twice"),
    "missing section": ("### Why\n\nBecause of the thing that `no-padding-token` names.\n", "", "### What it means", "must have the sections"),
    "sections out of order": ("### What it means", "### Fix", "### What it means", "in this order"),
    "empty section": ("Look again.", "", "### If that did not help", "is empty"),
    "text outside a section": ("## en\n", "## en\n\nHello.\n", "## en", "directly under '## en'"),
    "text before the languages": ("---\n\n## en", "---\n\nHello.\n\n## en", None, "stands outside"),
    "fence without language": ("```python\n# 不是", "```\n# 不是", None, "fence without a language"),
    "unclosed fence": ("fix_102()\n```\n\n### 如果", "fix_102()\n\n### 如果", None, "never closed"),
    "bell": ("Look again.", "Look \x07again.", "Look again.", "control or direction-changing"),
    "form feed": ("Look again.", "Look \x0cagain.", "Look again.", "control or direction-changing"),
    "line separator": ("Look again.", "Look \u2028again.", "Look again.", "control or direction-changing"),
    "text turned around": ("再看一遍。", "再看\u202e一遍。", "再看一遍。", "control or direction-changing"),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_names_file_and_line(parsed, entry_text, fault):
    old, new, where, message = FAULTS[fault]
    text = entry_text()
    assert old in text
    entry, faults = parsed(text.replace(old, new, 1))
    assert entry is None
    lines = [line for line, said in faults if message in said]
    assert lines, faults
    if where:
        changed = text.replace(old, new, 1)
        expected = where if isinstance(where, int) else line_of(changed if where in changed else text, where)
        assert expected in lines


def test_the_line_of_an_unclosed_fence_is_where_it_opens(parsed, entry_text):
    text = entry_text().replace("fix_102()\n```\n\n### 如果", "fix_102()\n\n### 如果")
    _, faults = parsed(text)
    opened = [number for number, line in enumerate(text.split("\n"), start=1) if line == "```python"][-1]
    assert (opened, "a code fence that is never closed") in faults


def test_the_line_of_a_doubled_key_is_that_of_the_second(parsed, entry_text):
    text = entry_text().replace("kind: guide\n", "kind: guide\nkind: guide\n")
    _, faults = parsed(text)
    assert faults == [(line_of(text, "kind: guide") + 1, "key 'kind' stands twice")]


def test_one_reading_names_all_faults(parsed, entry_text):
    text = entry_text(category="misc", exception="a.b").replace("TF0002", "TF2").replace("Look again.", "")
    _, faults = parsed(text)
    assert len(faults) == 4


def test_an_issue_needs_a_thread(parsed, entry_text):
    text = entry_text(kind="issue").replace("  - huggingface/transformers#102\n", "")
    entry, faults = parsed(text, "issues/no-padding-token.md")
    assert entry is None
    assert faults == [(line_of(text, "references:"), "an issue needs a thread among its references: owner/repo#n")]


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("", 1, "no front matter"),
        ("# A page\n", 1, "no front matter"),
        ("---\ncode: TF0001\n", 1, "no front matter"),
        ("---\n- a\n- b\n---\n", 1, "must be a mapping"),
        ("---\n---\n", 1, "must be a mapping"),
        ("---\ncode: TF0001\nid: [a\n---\n", 4, "not YAML"),
        ("---\nid: a\nkind: 'b\n---\n", 4, "not YAML"),
        ("---\ndate: 2026-13-45\n---\n", 1, "impossible value"),
        ("---\na: &a [*a]\n---\n", 2, "aliases"),
        ("---\na: " + "[" * 600 + "\n---\n", 1, "nested too deeply"),
    ],
)
def test_an_unreadable_front_matter_is_one_clear_fault(parsed, text, line, message):
    entry, faults = parsed(text)
    assert entry is None
    assert any(at == line and message in said for at, said in faults), faults


def test_yaml_builds_no_objects(parsed, entry_text):
    entry, faults = parsed(entry_text().replace("kind: guide", "kind: !!python/object/apply:os.getcwd []"))
    assert entry is None
    assert "not YAML" in faults[0][1]


def test_a_faulty_file_reads_as_an_editor_expects(parsed, entry_text):
    log = FaultLog(Path("guide/x.md"))
    log.add(7, "wrong")
    assert str(log.faults[0]) == f"{Path('guide/x.md')}:7: wrong"
