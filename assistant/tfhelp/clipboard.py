"""The clipboard: a program of the desktop first, then the terminal's own sequence (OSC 52); never more is claimed."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from .wording import Wording

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TextIO

    from tfhelp_corpus.entry import Language

PATIENCE_SECONDS = 2.0
"""For all programs together: a hanging X server must not hold a key press longer."""

MAX_BASE64_BYTES = 74_994
"""Of a text that is sent to the terminal; many drop what is longer without a word."""

_COMMANDS = (("pbcopy",), ("wl-copy",), ("xclip", "-selection", "clipboard"), ("xsel", "-ib"), ("clip.exe",))
_TMUX = ("tmux", "load-buffer", "-w", "-")

say = Wording(
    {
        "tool": "Copied with {tool}",
        "terminal": "Sent to the terminal's clipboard; it does not say whether it took it",
        "tmux": "Sent to the terminal's clipboard through tmux; it does not say whether it took it",
        "none": "Not copied: no clipboard was found here",
        "long": "Not copied: it is too long for the terminal's clipboard, and no other was found here",
        "failed": "Not copied: {tool} failed",
        "no_command": "Not copied: the fix has no command",
        "no_code": "Not copied: there is no such block of code",
        "no_link": "Not copied: there is no such link",
        "no_answer": "Not copied: there is no answer yet",
    },
    {
        "tool": "已用 {tool} 复制",
        "terminal": "已发送到终端的剪贴板；终端不会回报是否收下",
        "tmux": "已通过 tmux 发送到终端的剪贴板；终端不会回报是否收下",
        "none": "没有复制：这里找不到剪贴板",
        "long": "没有复制：内容太长，终端的剪贴板放不下，也找不到别的剪贴板",
        "failed": "没有复制：{tool} 出错了",
        "no_command": "没有复制：解决办法里没有命令",
        "no_code": "没有复制：没有这个代码块",
        "no_link": "没有复制：没有这个链接",
        "no_answer": "没有复制：还没有回答",
    },
)


@dataclass(frozen=True, slots=True)
class Copied:
    """What happened to a text that was to be copied."""

    how: Literal["tool", "terminal", "no"]
    """A program took it; it was sent to the terminal, which does not answer; or it was not copied."""
    tool: str = ""
    """The program that took it, passed it on, or failed."""
    why: Literal["", "none", "long", "failed"] = ""
    """Why it was not copied."""


def copy(text: str, write_osc52: Callable[[str], bool] | None) -> Copied:
    """Put a text on the clipboard of the person who sits at the terminal.

    Args:
        text: what to copy.
        write_osc52: writes a finished escape sequence to the terminal and returns whether it could; None where no
            terminal would understand it (`terminal_writer` makes one for a stream).
    """
    import time

    until = time.monotonic() + PATIENCE_SECONDS
    failed = ""
    for command in _usable():
        if _run(command, text, until):
            return Copied("tool", command[0])
        failed = failed or command[0]
    if os.environ.get("TMUX") and write_osc52 and _installed("tmux") and _run(_TMUX, text, until):
        return Copied("terminal", "tmux")
    sequence = osc52(text)
    if write_osc52 and sequence and write_osc52(sequence):
        return Copied("terminal")
    return Copied("no", failed, "failed" if failed else "long" if write_osc52 and not sequence else "none")


def told(copied: Copied, language: Language) -> str:
    """What is said about it, without a full stop."""
    if copied.how == "no":
        return say(language, copied.why or "none", tool=copied.tool)
    return say(language, "tmux" if copied.how == "terminal" and copied.tool else copied.how, tool=copied.tool)


def osc52(text: str) -> str:
    """The sequence that hands a text to the terminal's clipboard; empty when it would be too long."""
    import base64

    data = base64.b64encode(text.encode("utf-8", errors="replace")).decode()
    return "" if len(data) > MAX_BASE64_BYTES else f"\x1b]52;c;{data}\x07"


def terminal_writer(stream: TextIO) -> Callable[[str], bool] | None:
    """What `copy` writes to the terminal behind a stream with; None when none that obeys sequences is behind it."""
    try:
        if not stream.isatty() or os.environ.get("TERM", "") in ("dumb", "linux"):  # the console has no clipboard
            return None
    except ValueError:  # closed
        return None

    def write(sequence: str) -> bool:
        try:
            stream.write(sequence)
            stream.flush()
        except (OSError, ValueError):
            return False
        return True

    return write


def _usable() -> list[tuple[str, ...]]:
    """Programs that copy to this person's clipboard.

    Over SSH without a forwarded display they would copy to the other machine's. X11 and Wayland ones wait for ever,
    or fail, without a display.
    """
    x11, wayland = os.environ.get("DISPLAY"), os.environ.get("WAYLAND_DISPLAY")
    if os.environ.get("SSH_CONNECTION") and not x11:
        return []
    needs = {"wl-copy": wayland, "xclip": x11, "xsel": x11}
    return [command for command in _COMMANDS if needs.get(command[0], "1") and _installed(command[0])]


def _installed(name: str) -> bool:
    import shutil

    return shutil.which(name) is not None


def _run(command: tuple[str, ...], text: str, until: float) -> bool:
    """Give the text to a program; whether it took it before the moment ``until`` (monotonic seconds).

    xclip and wl-copy stay behind to hold the selection: nothing of theirs is read, since a pipe would stay open as
    long as they live, and they get a session of their own, since Ctrl-C is not meant for them.
    """
    import subprocess
    import time

    encoding = "utf-16-le" if command[0] == "clip.exe" and not text.isascii() else "utf-8"
    try:
        done = subprocess.run(
            command,
            input=text.encode(encoding, errors="replace"),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=max(0.1, until - time.monotonic()),
            start_new_session=True,
            check=False,
        )
    except (OSError, ValueError, subprocess.SubprocessError):
        return False
    return done.returncode == 0
