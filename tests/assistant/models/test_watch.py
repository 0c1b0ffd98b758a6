"""When a process has been silent, or deaf to a cancel, for too long."""

import pytest

from tfhelp.models.protocol import Done, Failed, Frame, Heartbeat, Notice, Piece, Progress
from tfhelp.models.watch import Limits, Verdict, Watch

LIMITS = Limits(silence=20, loading=180, cancel=5)


@pytest.fixture
def watch():
    watch = Watch(LIMITS)
    watch.asked(1)
    return watch


def hear(watch, message, number=1):
    watch.heard(Frame(number, message))


def test_a_process_that_starts_may_be_silent_for_longer(watch):
    assert watch.passed(179) is None
    assert watch.passed(2) == Verdict("stuck", 180)


@pytest.mark.parametrize("message", [Piece("x"), Progress("prefill", 0, 5), Done({}), Failed("no_model", {})])
def test_a_process_that_has_begun_to_work_may_not(watch, message):
    hear(watch, message)
    assert watch.passed(19) is None
    assert watch.passed(2) == Verdict("stuck", 20)


@pytest.mark.parametrize("stage", ["load", "convert"])
def test_loading_another_model_counts_as_loading_until_it_is_done(watch, stage):
    hear(watch, Piece("x"))
    hear(watch, Progress(stage, 0, 3))
    hear(watch, Notice("converting", {}))
    assert watch.passed(100) is None
    hear(watch, Progress(stage, 3, 3))
    assert watch.passed(21) == Verdict("stuck", 20)


@pytest.mark.parametrize(("code", "allowed"), [("loading", 180), ("converting", 180), ("no_template", 20)])
def test_a_notice_of_a_model_that_is_loaded_counts_as_loading(watch, code, allowed):
    hear(watch, Progress("prefill", 0, 0))
    hear(watch, Notice(code, {}))
    assert watch.passed(allowed - 1) is None
    assert watch.passed(2) == Verdict("stuck", allowed)


def test_a_heartbeat_is_a_sign_of_life_and_ends_no_loading(watch):
    for _ in range(10):
        assert watch.passed(100) is None
        hear(watch, Heartbeat(), 0)
    hear(watch, Piece("x"))
    for _ in range(10):
        assert watch.passed(15) is None
        hear(watch, Heartbeat(), 0)


def test_a_cancel_has_to_be_heeded_though_the_heart_beats(watch):
    watch.cancelled(1)
    for _ in range(5):
        assert watch.passed(1) is None
        hear(watch, Heartbeat(), 0)
    assert watch.passed(1) == Verdict("disobeyed", 5)


def test_a_heeded_cancel_is_forgotten(watch):
    watch.cancelled(1)
    watch.passed(4)
    hear(watch, Failed("cancelled", {}))
    assert watch.head is None
    assert watch.passed(10) is None
    hear(watch, Heartbeat(), 0)
    watch.asked(2)
    watch.cancelled(2)
    assert watch.passed(4) is None


def test_a_cancelled_request_that_waits_for_another_has_time_until_its_turn(watch):
    watch.asked(2)
    watch.cancelled(2)
    for _ in range(3):
        assert watch.passed(10) is None
        hear(watch, Heartbeat(), 0)
    hear(watch, Done({}))
    assert watch.head == 2
    assert watch.passed(4) is None
    assert watch.passed(2) == Verdict("disobeyed", 5)


def test_a_cancel_for_a_request_that_is_done_means_nothing(watch):
    hear(watch, Done({}))
    watch.cancelled(1)
    assert watch.passed(10) is None
