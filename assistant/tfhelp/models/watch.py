"""How long to wait for the model process: judged by what it sends, without a process or a clock of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .protocol import HEARTBEAT_SECONDS, Done, Failed, Heartbeat, Notice, Progress

if TYPE_CHECKING:
    from .protocol import Frame

_LOADING = ("load", "convert")
_ANNOUNCED = ("loading", "converting")


@dataclass(frozen=True, slots=True)
class Limits:
    """How long the model process may take for what, in seconds."""

    silence: float = 20 * HEARTBEAT_SECONDS
    """Without any frame, while it works or waits."""
    loading: float = 180.0
    """Without any frame, while it starts or loads: libraries from a cold disk hold up the heartbeat, too."""
    cancel: float = 5.0
    """From a cancel until the request has ended."""
    idle: float = 600.0
    """Without a request; then it ends by itself."""
    end: float = 1.0
    """From being asked to end until it is killed."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Why a process has to be killed: a key of `tfhelp.models.words`, and after how many seconds."""

    code: str
    seconds: float


class Watch:
    """Keeps the time that a process has been silent, or has not heeded a cancel. Not safe for threads."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._silent = 0.0
        self._unheeded = 0.0
        self._loading = True
        self._pending: dict[int, bool] = {}
        """Requests without an end, oldest first, and whether they were cancelled."""

    @property
    def head(self) -> int | None:
        """The request that is being served; the others wait for it."""
        return next(iter(self._pending), None)

    def asked(self, number: int) -> None:
        """A request goes out."""
        self._pending[number] = False

    def cancelled(self, number: int) -> None:
        """A request is asked to stop."""
        if number in self._pending:
            self._pending[number] = True

    def heard(self, frame: Frame) -> None:
        """The process sent something."""
        self._silent = 0.0
        message = frame.message
        if isinstance(message, Progress):
            self._loading = message.stage in _LOADING and not message.done >= message.total > 0
        elif isinstance(message, Notice):
            self._loading |= message.code in _ANNOUNCED
        elif not isinstance(message, Heartbeat):
            self._loading = False
        if isinstance(message, Done | Failed) and self._pending.pop(frame.id, None) is not None:
            self._unheeded = 0.0  # the next one may have been cancelled long ago, and could not know

    def passed(self, seconds: float) -> Verdict | None:
        """Time goes by; why the process has to be killed, None when it may live."""
        self._silent += seconds
        if self.head is not None and self._pending[self.head]:
            self._unheeded += seconds
        if self._unheeded > self._limits.cancel:
            return Verdict("disobeyed", self._limits.cancel)
        allowed = self._limits.loading if self._loading else self._limits.silence
        return Verdict("stuck", allowed) if self._silent > allowed else None
