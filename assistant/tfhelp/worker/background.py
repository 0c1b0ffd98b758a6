"""Work that cannot be interrupted, in a thread of its own: who waits for it may stop waiting, and nothing is lost."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

    from .jobs import Job

Result = TypeVar("Result")

POLL_SECONDS = 0.05


class Task(Generic[Result]):
    """One piece of work at a time.

    Args:
        key: what tells this work from other work.
        work: called in a thread, with this task; what it returns or raises is handed over.
    """

    def __init__(self, key: object, work: Callable[[Task[Result]], Result]) -> None:
        self.key = key
        self.step = 0
        """How far the work says it is."""
        self._work = work
        self._done = threading.Event()
        self._result: Result | None = None
        self._error: BaseException | None = None
        threading.Thread(target=self._run, name="background", daemon=True).start()

    def wait(self, job: Job, stepped: Callable[[int], None] = lambda _: None) -> None:
        """Wait for the end of the work, whatever it is.

        Args:
            job: who waits.
            stepped: told each step that the work takes.

        Raises:
            JobCancelled: nobody waits any more; the work goes on.
        """
        told = -1
        while True:
            ended = self._done.wait(POLL_SECONDS)
            job.check()
            if self.step != told:
                told = self.step
                stepped(told)
            if ended:
                return

    def result(self) -> Result:
        """What the work returned, or raises what it raised; only after `wait`."""
        if self._error:
            raise self._error
        return self._result  # type: ignore[return-value]  # it has ended without an error

    def _run(self) -> None:
        try:
            self._result = self._work(self)
        except BaseException as error:  # noqa: BLE001 (it is raised again where it is waited for)
            self._error = error
        self._done.set()


class Background:
    """Starts tasks, one after the other; one that was left alone is taken up again by whoever wants the same."""

    def __init__(self) -> None:
        self._task: Task[Any] | None = None

    def finish(
        self,
        job: Job,
        key: object,
        work: Callable[[Task[Result]], Result],
        stepped: Callable[[int], None] = lambda _: None,
    ) -> Result:
        """Have work done, or wait for it if it is under way.

        Raises:
            JobCancelled: nobody waits any more; the work goes on.
        """
        self.settle(job, key)
        if self._task is None:
            self._task = Task(key, work)
        task = self._task
        task.wait(job, stepped)
        self._task = None
        return task.result()  # type: ignore[no-any-return]  # the key says that it is the same work

    def settle(self, job: Job, *kept: object) -> None:
        """Wait for the end of work that was left alone and forget what came of it, unless its key is one of these.

        Two models at a time could fill the memory.
        """
        if self._task is not None and self._task.key not in kept:
            self._task.wait(job)
            self._task = None

    def runs(self, key: object) -> bool:
        """Whether this work is under way, or done and not yet asked for."""
        return self._task is not None and self._task.key == key
