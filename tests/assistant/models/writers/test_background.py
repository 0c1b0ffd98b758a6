"""Work that goes on when nobody waits for it any more."""

import threading
import time

import pytest

from tfhelp.worker.background import Background
from tfhelp.worker.jobs import Job, JobCancelled


@pytest.fixture
def job():
    return Job(1, lambda frame: None)


def test_work_that_nobody_waits_for_goes_on_and_is_taken_up_again(job):
    background, release, runs = Background(), threading.Event(), []

    def work(task):
        runs.append(1)
        release.wait(10)
        return "done"

    timer = threading.Timer(0.1, job.cancel)
    timer.start()
    began = time.monotonic()
    with pytest.raises(JobCancelled):
        background.finish(job, "key", work)
    assert time.monotonic() - began < 1
    release.set()
    assert background.finish(Job(2, lambda frame: None), "key", work) == "done"
    assert len(runs) == 1
    timer.join()


def test_other_work_waits_until_the_first_has_ended(job):
    background, order = Background(), []
    release = threading.Event()
    leaving = Job(1, lambda frame: None)
    leaving.cancel()
    with pytest.raises(JobCancelled):
        background.finish(leaving, "a", lambda task: (release.wait(10), order.append("a")))
    threading.Timer(0.1, release.set).start()
    assert background.finish(job, "b", lambda task: order.append("b")) is None
    assert order == ["a", "b"]


def test_what_was_left_alone_is_forgotten_when_something_else_is_wanted(job):
    background = Background()
    leaving = Job(1, lambda frame: None)
    leaving.cancel()
    with pytest.raises(JobCancelled):
        background.finish(leaving, "a", lambda task: "old")
    assert background.runs("a")
    background.settle(job, "a")
    assert background.runs("a")
    background.settle(job, "b")
    assert not background.runs("a")


def test_an_error_of_the_work_reaches_who_waits_and_the_next_one_begins_anew(job):
    background = Background()
    with pytest.raises(ZeroDivisionError):
        background.finish(job, "key", lambda task: 1 // 0)
    assert background.finish(job, "key", lambda task: 7) == 7
