"""Three legs into one order."""

import random

import pytest

from tfhelp_index.fusion import fuse, gather
from tfhelp_index.lexical import LexicalMatch
from tfhelp_index.records import Evidence
from tfhelp_index.signatures import SignatureMatch


def matched(entry, score=30.0):
    return SignatureMatch(entry, "pattern", 0, score, 0.9)


def test_ties_are_broken_by_ordinal():
    evidence = {entry: Evidence(lexical=5.0) for entry in (9, 3, 7, 1)}
    assert [result.entry for result in fuse(evidence)] == [1, 3, 7, 9]


def test_the_order_does_not_depend_on_the_order_of_the_evidence():
    items = [(n, Evidence(lexical=float(n % 3), cosine=0.8 + n % 2 / 20, passage=n)) for n in range(30)]
    expected = fuse(dict(items))
    for seed in range(5):
        random.Random(seed).shuffle(items)
        assert fuse(dict(items)) == expected


def test_nothing_found_gives_nothing():
    assert fuse(gather([], [], [], [], [])) == []


@pytest.mark.parametrize("more", [{"lexical": 9.0}, {"cosine": 0.95, "passage": 3}, {"signature": matched(1, 39.0)}])
def test_more_evidence_ranks_higher(more):
    less = Evidence(signature=matched(0, 10.0), lexical=3.0, cosine=0.85, passage=0)
    better = Evidence(**{"signature": less.signature, "lexical": 3.0, "cosine": 0.85, "passage": 1, **more})
    assert [result.entry for result in fuse({0: less, 1: better})] == [1, 0]


def test_scores_lie_between_0_and_1():
    evidence = {
        0: Evidence(signature=matched(0, 1e6), lexical=100.0, cosine=1.0, passage=0),
        1: Evidence(lexical=1.0, cosine=-1.0, passage=1),
        2: Evidence(),
    }
    assert all(0 <= result.score <= 1 for result in fuse(evidence))


def test_of_several_rows_and_passages_of_an_entry_the_best_counts():
    lexical = [LexicalMatch(0, 2.0), LexicalMatch(1, 5.0), LexicalMatch(2, 1.0)]
    dense = [(4, 0.9), (1, 0.88), (0, 0.86)]
    evidence = gather([], lexical, dense, [0, 0, 1], [1, 0, 0, 0, 0])
    assert (evidence[0].lexical, evidence[0].cosine, evidence[0].passage) == (5.0, 0.9, 4)
    assert (evidence[1].lexical, evidence[1].cosine, evidence[1].passage) == (1.0, 0.86, 0)


def test_the_legs_that_found_an_entry_are_named():
    evidence = gather([matched(2)], [LexicalMatch(0, 2.0)], [(0, 0.9)], [1], [0])
    assert {entry: found.legs for entry, found in evidence.items()} == {
        0: ("dense",),
        1: ("lexical",),
        2: ("signature",),
    }
