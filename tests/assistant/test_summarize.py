import pytest

from tfhelp.summarize import extractive, first_command
from tfhelp_corpus.entry import EntryText, Section


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_summary_is_the_cause_and_the_first_fix_with_a_citation(make_candidate, language):
    summary = extractive(make_candidate(language=language))
    first, *code = summary.text.splitlines()
    assert first.endswith("[1]")
    assert code == ["# not a heading", "tokenizer.pad_token = tokenizer.eos_token"]
    assert [(citation.number, citation.code) for citation in summary.citations] == [(1, "TF0001")]
    assert summary.by == "extractive"


def test_the_first_command_is_a_shell_command(make_candidate):
    assert first_command(make_candidate()) == "pip install -U x"


def test_an_entry_without_text_has_neither(make_candidate):
    empty = make_candidate(texts={"en": EntryText("t", (), (Section("meaning", "What it means", ""),))})
    assert extractive(empty) is None
    assert first_command(empty) is None
