"""The assistant in a thread of its own: opened once, asked in order, never in the way of the screen."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import TYPE_CHECKING, TypeVar

from tfhelp_index.errors import LegUnavailable

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future

    from tfhelp.assistant import Assistant

T = TypeVar("T")


class Engine:
    """One thread, because SQLite connections belong to the thread that opened them."""

    def __init__(self, open_assistant: Callable[[], Assistant]) -> None:
        self._open = open_assistant
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="assistant")
        self._assistant: Assistant | None = None

    def warm(self) -> Future[None]:
        """Open the index, load the encoder and the vectors; whatever is asked meanwhile waits behind it.

        The future raises what `submit` would.
        """
        return self._pool.submit(self._warm)

    def submit(self, work: Callable[[Assistant], T]) -> Future[T]:
        """Run ``work`` on the assistant, after all that was submitted before.

        The future raises `BundleError` if the index cannot be used, and whatever ``work`` raises.
        """
        return self._pool.submit(lambda: work(self._opened()))

    def close(self) -> None:
        """Drop what has not begun; what runs is not waited for."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _opened(self) -> Assistant:
        if self._assistant is None:
            self._assistant = self._open()
        return self._assistant

    def _warm(self) -> None:
        searcher = self._opened().searcher
        # A leg that does not work here is reported with the first answer.
        with suppress(LegUnavailable):
            _ = searcher.bundle.lexical
            _ = searcher.bundle.dense
            searcher.encoder.encode(["warm"], "query")
