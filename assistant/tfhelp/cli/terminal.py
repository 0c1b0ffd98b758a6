"""The terminal: what it can show, and the pager. Imports little, since every start pays for it."""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False  # type checkers take it for true; importing typing would cost a tenth of the shortest start
if TYPE_CHECKING:
    from typing import TextIO


def forgiving(stream: TextIO | None) -> None:
    """Make a stream replace what its encoding cannot carry, instead of failing on it."""
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure:
        try:  # noqa: SIM105 (contextlib is not worth its import here)
            reconfigure(errors="replace")
        except (OSError, ValueError):
            pass


def is_unicode(stream: TextIO) -> bool:
    """Whether a stream carries every character."""
    return (getattr(stream, "encoding", None) or "").lower().replace("-", "").startswith("utf")


def is_terminal(stream: TextIO | None) -> bool:
    """Whether a person sees the stream as it is written."""
    try:
        return stream is not None and stream.isatty()
    except ValueError:  # closed
        return False


def wants_color(stream: TextIO) -> bool:
    """Colours only on a terminal that shows them, and never against NO_COLOR (no-color.org)."""
    return is_terminal(stream) and not os.environ.get("NO_COLOR") and os.environ.get("TERM", "") != "dumb"


def columns(stream: TextIO) -> int:
    """Width to render for: the terminal's, between 40 and 100; 80 where there is none."""
    given = os.environ.get("COLUMNS", "")
    own = _size(stream)[0] if is_terminal(stream) else 80
    return min(100, max(40, int(given) if given.isdigit() and int(given) else own))


def _size(stream: TextIO) -> tuple[int, int]:
    """Columns and lines of the terminal behind a stream."""
    try:
        size = os.get_terminal_size(stream.fileno())
    except (OSError, ValueError):
        return 80, 24
    return size.columns or 80, size.lines or 24  # a pseudo-terminal may say 0


def show(text: str, *, pager: bool) -> None:
    """Write to stdout, through a pager if it is a terminal and the text does not fit it."""
    watched = is_terminal(sys.stdout) and is_terminal(sys.stdin) and os.environ.get("TERM", "") != "dumb"
    if pager and watched and text.count("\n") >= _size(sys.stdout)[1] and _page(text):
        return
    sys.stdout.write(text)
    sys.stdout.flush()


def _page(text: str) -> bool:
    import contextlib
    import shlex
    import shutil
    import subprocess

    command = shlex.split(os.environ.get("PAGER", "") or "less -FIRX")
    if not command or not shutil.which(command[0]):
        return False
    environment = {**os.environ, "LESSCHARSET": "utf-8"}
    try:
        with subprocess.Popen(command, stdin=subprocess.PIPE, env=environment) as process:
            assert process.stdin is not None
            with contextlib.suppress(BrokenPipeError):
                process.stdin.write(text.encode("utf-8", errors="replace"))
                process.stdin.close()
        return True
    except OSError:
        return False
