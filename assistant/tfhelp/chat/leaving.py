"""The end of the chat when the system asks for it: at once, with a sane terminal, and nothing left behind."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
import threading
from typing import TYPE_CHECKING, Any

from tfhelp.errors import ExitCode

if TYPE_CHECKING:
    from collections.abc import Callable

    from .app import ChatApp

ORDERLY_S = 2.0
"""How long the screen may take to be taken down in order."""

_SIGNALS = (("SIGTERM", ExitCode.ANSWERED), ("SIGHUP", ExitCode.ANSWERED), ("SIGINT", ExitCode.INTERRUPTED))
"""Each would leave the terminal without echo. Ctrl+C is no signal here: Textual takes it as a key."""

_STOPPERS = ("SIGTTOU", "SIGTTIN", "SIGTSTP", "SIGCONT")
"""What would put it to sleep on its way out, where another program has the terminal. The last one is Textual's way
back to the screen, which must not be taken any more; ``timeout`` sends it behind its SIGTERM."""

_PLAIN_SCREEN = (
    "\x1b[<u\x1b[?1000l\x1b[?1003l\x1b[?1015l\x1b[?1006l\x1b[?2004l\x1b[?1004l\x1b[?7h\x1b[?1049l\x1b[?25h"
)
"""Keys, mouse, pastes, focus, line wrap, screen and cursor as they are outside an application."""


def leave_on_signals(app: ChatApp, tidy: Callable[[], None]) -> None:
    """Let the signals that end a program end the chat.

    Args:
        app: left in order where it can be.
        tidy: keeps the conversation and ends what was started. Called from another thread where the screen is not
            taken down within `ORDERLY_S`, and where the terminal is another program's by now: that one's modes are
            not touched. Then the process ends.
    """
    terminal = _Terminal()

    def at_last(code: int) -> None:
        try:
            tidy()
        finally:
            terminal.restore()
            os._exit(code)

    def leave(code: int) -> None:
        for name in _STOPPERS:
            if hasattr(signal, name):
                # No SIG_IGN for the last one: Python would complain of one that has come already.
                signal.signal(getattr(signal, name), _nothing if name == "SIGCONT" else signal.SIG_IGN)
        alarm = threading.Timer(ORDERLY_S if terminal.ours else 0, at_last, (code,))
        alarm.daemon = True
        alarm.start()
        if terminal.ours:
            try:
                asyncio.get_running_loop().call_soon_threadsafe(app.call_later, app.leave, code)  # it may be asleep
            except RuntimeError:  # before the first frame
                app.leave(code)

    for name, code in _SIGNALS:
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), lambda *_, code=code: leave(code))


def _nothing(*_: Any) -> None:
    """Heeds a signal without doing anything."""


class _Terminal:
    """The terminal's modes as they are now, before the chat changes them."""

    def __init__(self) -> None:
        self._descriptor, self._modes = -1, None
        with contextlib.suppress(ImportError, OSError, ValueError, AttributeError):
            import termios

            self._descriptor = sys.stdin.fileno()
            with contextlib.suppress(termios.error):
                self._modes = termios.tcgetattr(self._descriptor)

    @property
    def ours(self) -> bool:
        """Whether this program is in front, or nobody can tell."""
        try:
            return os.tcgetpgrp(self._descriptor) == os.getpgrp()
        except (OSError, AttributeError):
            return True

    def restore(self) -> None:
        """Give it its modes back, unless another program has it."""
        if self._modes is None or not self.ours:
            return
        import termios

        with contextlib.suppress(OSError, termios.error):
            os.write(self._descriptor, _PLAIN_SCREEN.encode())
            termios.tcsetattr(self._descriptor, termios.TCSANOW, self._modes)
