"""The knowledge that ships with tfhelp."""

from pathlib import Path

import pytest

import tfhelp_corpus
from tfhelp_corpus import check
from tfhelp_corpus.corpus import Corpus
from tfhelp_corpus.language import language_of

DATA = Path(tfhelp_corpus.__file__).parent / "data"


@pytest.fixture(scope="module")
def read():
    return check.read_entries(DATA)


@pytest.fixture(scope="module")
def entries(read):
    return read[0]


def test_it_has_no_faults(read):
    assert [str(fault) for fault in read[1]] == []


def test_it_knows_enough_to_be_of_use(entries):
    assert len(entries) >= 70
    assert sum(entry.kind == "issue" for entry in entries) >= 20


def test_codes_and_ids_are_unique(entries):
    assert len({entry.code for entry in entries}) == len({entry.id for entry in entries}) == len(entries)


def test_every_code_stands_in_the_ledger():
    assert (DATA / check.LEDGER).is_file()


def test_every_entry_speaks_both_languages(entries):
    for entry in entries:
        assert list(entry.texts) == ["en", "zh"], entry.id
        for language, text in entry.texts.items():
            prose = "\n".join([text.title, text.section("meaning"), text.section("why")])
            assert language_of(prose) == language, entry.id


def test_every_fix_shows_something_to_type(entries):
    missing = [entry.id for entry in entries if entry.category != "help" and "```" not in entry.texts["en"].markdown]
    assert missing == []


def test_both_languages_of_an_entry_give_the_same_number_of_fences(entries):
    def fences(text):
        return sum(line.lstrip().startswith("```") for line in text.markdown.splitlines())

    assert [e.id for e in entries if fences(e.texts["en"]) != fences(e.texts["zh"])] == []


def test_it_says_what_it_is_up_to_date_with():
    corpus = Corpus.load(DATA)
    assert {"transformers", "torch"} <= set(corpus.newest)
    assert corpus.date >= "2026-11-01"
