"""Taking away what a terminal would obey: escape sequences, control and direction-changing characters."""

from __future__ import annotations

import re

from .bounds import line_pieces, pieces

_ESCAPES = re.compile(
    r"\x1b\][^\x07\x1b\n]*(?:\x07|\x1b\\)"  # OSC: titles, links, the clipboard
    r"|\x1b\](?:\d{1,4};)?"  # one that never ends must not take the rest of its line along
    r"|\x1b[PX^_][^\x1b\n]*(?:\x1b\\)?"  # DCS, SOS, PM, APC
    r"|(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]?"  # CSI: colours, cursor
    r"|\x1b[ -/]*[0-~]?"
)
_CONTROLS = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]"
)
_SURROGATES = re.compile("[\ud800-\udfff]")


def sanitize(text: str) -> str:
    r"""Text that can be shown, stored and searched: printable characters, tabs and ``\\n``.

    A carriage return ends a line, so that a progress bar's states become lines of their own.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(map(_sanitized, line_pieces(text)))  # no escape sequence reaches beyond its line


def _sanitized(text: str) -> str:
    if "\x1b" in text or "\x9b" in text:
        text = _ESCAPES.sub("", text)
    return "".join(_SURROGATES.sub("\ufffd", _CONTROLS.sub("", piece)) for piece in pieces(text))
