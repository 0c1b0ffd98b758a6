"""The process's signs of life, and its end when there are none: two threads, begun before any library is loaded."""

from __future__ import annotations

import faulthandler
import threading
import time
from typing import TYPE_CHECKING

from tfhelp.models.protocol import HEARTBEAT_SECONDS, Frame, Heartbeat

if TYPE_CHECKING:
    from collections.abc import Callable

LOADING_SECONDS = 300.0
"""A library's shared objects are loaded without letting other threads run; from a cold disk that takes long."""

STUCK_SECONDS = 60.0


class Pulse:
    """Sends a heartbeat every second, and puts off the process's end.

    The end is faulthandler's timer, in C: it also comes when no Python code runs any more, and then nobody else could
    notice that the parent is gone. Two threads, because the one that sends may have to wait for the parent.
    """

    def __init__(self, send: Callable[[Frame], None], stuck_seconds: float = STUCK_SECONDS) -> None:
        self._send = send
        self._stuck_seconds = stuck_seconds
        self._limit = LOADING_SECONDS
        for work in (self._beat, self._put_off):
            threading.Thread(target=work, name=work.__name__, daemon=True).start()

    def loaded(self) -> None:
        """The libraries are loaded: from now on the short limit holds."""
        self._limit = self._stuck_seconds

    def _beat(self) -> None:
        while True:
            self._send(Frame(0, Heartbeat()))
            time.sleep(HEARTBEAT_SECONDS)

    def _put_off(self) -> None:
        while True:
            faulthandler.dump_traceback_later(self._limit, exit=True, file=2)
            time.sleep(HEARTBEAT_SECONDS)
