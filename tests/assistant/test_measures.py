"""The measures, against values worked out by hand."""

import math

import pytest

from tfhelp.evaluation import measures


def test_places_give_hits_and_reciprocal_ranks():
    found = measures.retrieval([(2, 0), (0, 0, 1), (0,) * 10 + (2,), ()], [(2,), (1,), (2,), (2,)])
    assert (found.questions, found.hit1, found.hit3) == (4, 0.25, 0.5)
    assert found.mrr == pytest.approx((1 + 1 / 3) / 4)


def test_ndcg_knows_grades_and_several_right_entries():
    ideal = 2 + 1 / math.log2(3)
    found = measures.retrieval([(1, 2)], [(2, 1)])
    assert found.ndcg == pytest.approx((1 + 2 / math.log2(3)) / ideal)
    assert measures.retrieval([(2, 1)], [(2, 1)]).ndcg == pytest.approx(1)


def test_no_question_gives_noughts():
    assert measures.retrieval([], []) == measures.Retrieval(0, 0.0, 0.0, 0.0, 0.0)
    assert measures.interval(0, 0) == (0.0, 1.0)
    assert measures.calibration_error([]) == 0.0
    assert measures.percentile([], 0.5) == 0.0


def test_an_interval_holds_its_share_and_narrows():
    low, high = measures.interval(8, 10)
    assert (round(low, 3), round(high, 3)) == (0.490, 0.943)  # Wilson's, as tables give it
    wider = high - low
    low, high = measures.interval(80, 100)
    assert low < 0.8 < high
    assert high - low < wider


def test_a_difference_of_pairs_counts_only_where_they_differ():
    mean, low, high = measures.difference([True, True, False, True], [True, False, False, True])
    assert mean == -0.25
    assert low < mean < high
    assert measures.difference([True] * 9, [True] * 9) == (0.0, 0.0, 0.0)


def test_calibration_error_weighs_bins_by_count():
    likely, right = [0.95] * 8 + [0.15] * 2, [True] * 6 + [False] * 2 + [False] * 2
    bins = measures.reliability(likely, right)
    assert [(bin_.low, bin_.count, bin_.held) for bin_ in bins] == [(0.1, 2, 0.0), (0.9, 8, 0.75)]
    assert measures.calibration_error(bins) == pytest.approx(0.8 * 0.2 + 0.2 * 0.15)


def test_certainty_falls_into_the_last_bin():
    (bin_,) = measures.reliability([1.0], [True])
    assert (bin_.low, bin_.high) == (0.9, 1.0)


def test_percentiles_are_values_that_occurred():
    assert measures.percentile([5, 1, 4, 2, 3], 0.5) == 3
    assert measures.percentile([5, 1, 4, 2, 3], 0.95) == 5
