"""Versions that a question names put entries further down that do not apply to them."""

import pytest

from tfhelp_index.bundle import Bundle
from tfhelp_index.query import Query
from tfhelp_index.search import DEMOTION, Searcher


@pytest.fixture
def searcher(bundle_folder, stamp, encoder):
    bundle = Bundle.open(bundle_folder, stamp)
    yield Searcher(bundle, lambda: encoder)
    bundle.close()


def question(text, versions, lines=()):
    return Query(text=text, language="en", form="question", words=text, lines=lines, versions=versions)


def ranked(searcher, query):
    return {result.entry: result for result in searcher.search(query).results}


def test_an_entry_outside_its_versions_goes_down(searcher):
    text = "padding token missing in my batch"
    inside, outside = (ranked(searcher, question(text, {"transformers": v})) for v in ("4.40", "4.20"))
    assert not any(result.demoted for result in inside.values())
    assert all(result.demoted for result in outside.values())
    assert all(outside[entry].score == pytest.approx(DEMOTION * inside[entry].score) for entry in inside)


def test_the_printed_message_outweighs_a_version(searcher):
    entry = searcher.bundle.database.entry(0)
    pattern = next(s for s in searcher.bundle.database.signatures() if s.entry == entry.ordinal).pattern
    query = question(pattern, {"transformers": "4.20"}, lines=(pattern,))
    assert not ranked(searcher, query)[entry.ordinal].demoted
