"""Reading what is piped, pasted or in a file, bounded whatever its size."""

from __future__ import annotations

import codecs
import os
import sys
from collections import deque
from typing import TYPE_CHECKING, Protocol, cast

from tfhelp.errors import UsageError
from tfhelp.reading.decode import decode

if TYPE_CHECKING:
    from pathlib import Path


class Readable(Protocol):
    """A buffered binary stream."""

    def read1(self, size: int, /) -> bytes:
        """What one read of the system gives, empty at the end."""


MAX_INPUT_BYTES = 2_000_000
"""Kept of a pipe or a file: its head, where a question may stand, and its tail, where the error is."""

HEAD_BYTES = 64_000
_CHUNK_BYTES = 1 << 20


def read_bounded(stream: Readable) -> bytes:
    """Read to the end, keeping head and tail of what is larger than `MAX_INPUT_BYTES`."""
    head = b""
    tail: deque[bytes] = deque()
    kept = dropped = 0
    # read1, not read: on a terminal read would want a second Ctrl-D after the first one ended the paste.
    while chunk := stream.read1(_CHUNK_BYTES):
        if len(head) < HEAD_BYTES:
            missing = HEAD_BYTES - len(head)
            head, chunk = head + chunk[:missing], chunk[missing:]
        tail.append(chunk)
        kept += len(chunk)
        while kept - len(tail[0]) >= MAX_INPUT_BYTES:
            kept -= len(tail[0])
            dropped += len(tail.popleft())
    rest = b"".join(tail)
    if not dropped and kept <= MAX_INPUT_BYTES:
        return head + rest
    dropped += max(0, kept - MAX_INPUT_BYTES)
    rest = rest[-MAX_INPUT_BYTES:]
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return head + rest[dropped % 2 :]  # two bytes a character
    # Whole lines only: half a character at the seam would make the rest look like another encoding.
    return head[: head.rfind(b"\n") + 1] + rest[rest.find(b"\n") + 1 :]


def read_stdin() -> str:
    """What is piped or pasted; on a terminal a line on stderr says how to end it."""
    if sys.stdin is None:
        raise UsageError(
            "There is no standard input to read.", "Give the question as words: tfhelp ask CUDA out of memory"
        )
    if sys.stdin.isatty():
        end = "Ctrl-Z and Enter" if os.name == "nt" else "Ctrl-D"
        print(f"Paste the error or type a question, then press {end} on an empty line.", file=sys.stderr)
    try:
        return decode(read_bounded(cast("Readable", sys.stdin.buffer)))
    except (OSError, ValueError) as error:
        raise UsageError(f"Standard input cannot be read ({error}).") from None


def read_file(path: Path) -> str:
    """The text of a log, a notebook's output, anything; bounded like a pipe.

    Raises:
        UsageError: missing, a folder, or not readable.
    """
    try:
        with path.open("rb") as file:
            return decode(read_bounded(file))
    except FileNotFoundError:
        raise UsageError(f"There is no file {path}.", "Check the path after -f.") from None
    except IsADirectoryError:
        raise UsageError(f"{path} is a folder.", "Name the file that holds the error.") from None
    except (OSError, ValueError) as error:
        if isinstance(error, PermissionError) and path.is_dir():  # what Windows says of a folder
            raise UsageError(f"{path} is a folder.", "Name the file that holds the error.") from None
        raise UsageError(f"{path} cannot be read: {getattr(error, 'strerror', None) or error}.") from None
