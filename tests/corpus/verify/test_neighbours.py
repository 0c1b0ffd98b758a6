import pytest

from tfhelp_index.bundle import PACKAGED_BUNDLE, Bundle
from verify import neighbours


@pytest.fixture(scope="module")
def bundle():
    opened = Bundle.open(PACKAGED_BUNDLE, None)
    yield opened
    opened.close()


@pytest.mark.slow
def test_every_pair_of_entries_that_are_alike_was_decided_on(bundle):
    known = neighbours.decided()
    assert [(a, b) for _, a, b in neighbours.pairs(bundle) if (a, b) not in known] == []


def test_a_decision_says_what_tells_two_entries_apart(bundle):
    ids = {outline.id for outline in bundle.database.outlines()}
    decided = neighbours.decided()
    assert len(decided) > 50
    for (a, b), why in decided.items():
        assert {a, b} <= ids
        assert a < b
        assert len(why) > 15
