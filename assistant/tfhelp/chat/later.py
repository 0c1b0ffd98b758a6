"""Something that is made when it is first needed."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")


class Later(Generic[T]):
    """A thing that is costly to make, made once, by whichever thread needs it first."""

    def __init__(self, make: Callable[[], T]) -> None:
        self._make = make
        self._lock = Lock()
        self._made: T | None = None

    def get(self) -> T:
        """The thing; raises what making it raises, and then tries anew the next time."""
        with self._lock:
            if self._made is None:
                self._made = self._make()
            return self._made

    @property
    def made(self) -> T | None:
        """The thing if there is one already."""
        return self._made
