"""Bytes of a paste, a pipe or a file to text."""

from __future__ import annotations

import codecs

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),  # what PowerShell's > writes
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def decode(data: bytes) -> str:
    """UTF-8, else GB18030 (Chinese Windows), else UTF-8 with what cannot be read replaced. Never fails.

    A head or tail that was cut inside a character does not make UTF-8 text anything else.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, errors="replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    inner = data.lstrip(bytes(range(0x80, 0xC0)))  # continuation bytes whose start was cut off
    try:
        # Not final: an incomplete character at the very end is dropped instead of being an error.
        return codecs.getincrementaldecoder("utf-8")().decode(inner if len(data) - len(inner) <= 3 else data)
    except UnicodeDecodeError:
        pass
    try:
        return data.decode("gb18030")
    except UnicodeDecodeError:
        return data.decode("utf-8", errors="replace")
