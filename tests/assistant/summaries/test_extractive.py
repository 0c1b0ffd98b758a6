import re

import pytest

from tfhelp.summaries.extractive import MAX_LINES, extractive, first_command, fix_code
from tfhelp_corpus.entry import EntryText, Section
from tfhelp_index.bundle import PACKAGED_BUNDLE, Bundle

HAN = re.compile("[\u4e00-\u9fff]")


def text(meaning="It is so.", fix="", otherwise=""):
    sections = (("meaning", meaning), ("fix", fix), ("otherwise", otherwise))
    return {"en": EntryText("t", (), tuple(Section(role, role, body) for role, body in sections))}


def lines(make_candidate, **parts):
    return extractive(make_candidate(texts=text(**parts))).text.splitlines()


def test_a_summary_cites_the_entry_that_it_is_taken_from(make_candidate):
    summary = extractive(make_candidate())
    assert [(citation.number, citation.code) for citation in summary.citations] == [(1, "TF0001")]
    assert summary.by == "extractive"
    assert summary.text.splitlines()[0].endswith("[1]")


def test_a_single_command_stands_on_the_line_that_leads_to_it(make_candidate):
    found = lines(make_candidate, fix="Upgrade it, with the same Python:\n\n```bash\n# why\npip install -U x\n```")
    assert found[1] == "Upgrade it, with the same Python: `pip install -U x` [1]"


def test_a_few_lines_of_code_stand_whole_below_their_lead(make_candidate):
    found = lines(make_candidate, fix="Give it one:\n\n```python\nb = f(\n    a)\n```")
    assert found[1:] == ["Give it one:", "`b = f(`", "`    a)` [1]"]


def test_code_too_long_to_stand_whole_is_pointed_to(make_candidate):
    code = "\n".join(f"step_{number}()" for number in range(9))
    found = lines(make_candidate, fix=f"Do all of it:\n\n```python\n{code}\n```")
    assert found[1] == "Do all of it (the code stands in [1])."


def test_of_long_code_the_statement_stands_there_that_the_lead_names(make_candidate):
    code = 'import a\nrows = ["x"]\nprint(pad_token)\ntok = load(\n    "m",  # any\n    pad_token="</s>",\n)\nout = run(tok, k=1)'
    found = lines(make_candidate, fix=f"Say which `pad_token` it is:\n\n```python\n{code}\n```")
    assert found[1] == (
        'Say which `pad_token` it is: `tok = load("m", pad_token="</s>")` (the rest of the code stands in [1]).'
    )


def test_of_a_call_that_is_too_long_the_argument_stands_there(make_candidate):
    call = f'args = Arguments(\n    folder="{"o" * 150}",\n    eval_steps=10)'
    found = lines(make_candidate, fix=f"Set `eval_steps`:\n\n```python\nimport a\n\n{call}\nrun(args)\n```")
    assert found[1] == "Set `eval_steps`: `eval_steps=10` (the rest of the code stands in [1])."


@pytest.mark.parametrize(
    "code", ["def pad_token(x):\n    return x\n\ny = 1", "pad_token(\n  'a", "pad_token = 'b`c'\nx = 1\ny = 2\nz = 3"]
)
def test_what_cannot_stand_alone_is_not_quoted(make_candidate, code):
    found = lines(make_candidate, fix=f"Say which `pad_token` it is:\n\n```python\n{code}\n\n\n# a\n# b\n```")
    assert found[1] == "Say which `pad_token` it is (the code stands in [1])."


def test_a_command_that_only_shows_something_is_no_fix(make_candidate):
    fix = (
        "Finish on the old one:\n\n```bash\ngrep version config.json\npip install x==1\npython a.py\npython b.py\n```"
    )
    assert lines(make_candidate, fix=fix)[1] == (
        "Finish on the old one: `pip install x==1` (the rest of the code stands in [1])."
    )


def test_a_command_that_goes_on_in_the_next_line_is_not_cut(make_candidate):
    fix = 'Ask it:\n\n```bash\npython -c "import x\nprint(x)"\necho a\necho b\n```'
    assert "`python" not in "\n".join(lines(make_candidate, fix=fix))


def test_a_step_that_only_looks_comes_before_the_one_that_mends(make_candidate):
    fix = "Look first:\n\n```bash\npip show x\n```\n\nThen upgrade:\n\n```bash\npip install -U x\n```"
    assert lines(make_candidate, fix=fix)[1:] == [
        "Look first: `pip show x` [1]",
        "Then upgrade: `pip install -U x` [1]",
    ]


def test_what_to_try_otherwise_comes_last(make_candidate):
    found = lines(
        make_candidate,
        fix="Upgrade.",
        otherwise="- The check above fails.\n- Another Python runs: look at its path, please.",
    )
    assert found[-1] == "If that did not help: Another Python runs: look at its path, please. [1]"


def test_a_very_short_meaning_brings_its_second_sentence(make_candidate):
    assert lines(make_candidate, meaning="Nothing is broken. It saves memory. More.")[0] == (
        "Nothing is broken. It saves memory. [1]"
    )


def test_the_first_command_is_a_shell_command(make_candidate):
    assert first_command(make_candidate()) == "pip install -U x"


def test_the_code_of_the_fix_is_not_that_of_the_look(make_candidate):
    fix = "See what you have:\n\n```bash\npip show x\n```\n\nUpgrade:\n\n```bash\npip install -U x\n```"
    assert fix_code(make_candidate(texts=text(fix=fix))).text == "pip install -U x"


def test_an_entry_without_text_has_none_of_it(make_candidate):
    empty = make_candidate(texts={"en": EntryText("t", (), (Section("meaning", "What it means", ""),))})
    assert extractive(empty) is None
    assert first_command(empty) is None
    assert fix_code(empty) is None


def test_a_page_without_our_sections_is_summed_up_by_its_beginning(make_candidate):
    page = make_candidate(texts={"en": EntryText("t", (), (Section("text", "", "# Head\n\nA page about x."),))})
    assert extractive(page).text == "A page about x. [1]"


@pytest.fixture(scope="module")
def packaged():
    bundle = Bundle.open(PACKAGED_BUNDLE, None)
    yield [bundle.database.entry(ordinal) for ordinal in range(bundle.manifest.counts["entries"])]
    bundle.close()


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_packaged_entry_has_a_sensible_summary(packaged, make_candidate, language):
    faults = []
    for record in packaged:
        candidate = make_candidate(language=language, texts=record.texts)
        faults += [
            (record.code, fault, found)
            for found in [extractive(candidate).text]
            for fault in _faults(found, language)
        ]
    assert not faults, faults[:5]


def _faults(found, language):
    rows = found.splitlines()
    prose = re.sub(r"`[^`]*`", "", found)
    if not 2 <= len(rows) <= MAX_LINES:
        yield "lines"
    if "[1]" not in rows[0] or not all(
        row.startswith("`") or "[1]" in row or row.endswith((":", "：")) for row in rows
    ):
        yield "cited"
    if (
        any(row.count("`") % 2 for row in rows)
        or "```" in found
        or any(row.count("**") % 2 for row in prose.splitlines())
    ):
        yield "markdown"
    if any(not re.search(r"[.!?…。！？:：`)）][\"'”’）)*_]*$", row.removesuffix(" [1]")) for row in rows):
        yield "end"
    if bool(HAN.search(prose)) != (language == "zh"):
        yield "language"
    if any(len(row) > 900 for row in rows):
        yield "length"


def test_what_is_printed_of_earlier_lines_is_pointed_to(make_candidate):
    looking = "batch = next(iter(loader))\nprint(batch['labels'])\nprint(batch.keys())\nprint(len(batch))"
    fix = (
        f"Look at the batch:\n\n```python\n{looking}\n```\n\nSet `pad_token`:\n\n```python\ntok.pad_token = a.b\n```"
    )
    found = lines(make_candidate, fix=fix)
    assert found[1] == "Look at the batch (the code stands in [1])."
    assert found[2] == "Set `pad_token`: `tok.pad_token = a.b` [1]"
