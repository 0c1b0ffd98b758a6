"""Names of things: classes, arguments, environment variables, flags."""

from __future__ import annotations

import re

MAX_IDENTIFIERS = 32

_IDENTIFIER = re.compile(
    r"(?<![\w-])(?:--[a-z][\w-]{1,60}|[A-Za-z]\w{0,60}_\w{1,60}(?:\.\w{1,60}){0,4}|[A-Z]\w{0,60}[a-z][A-Z]\w{0,60}"
    r"|[a-z]\w{1,60}(?:\.[A-Za-z_]\w{1,60}){1,4})(?![\w-])",
    re.ASCII,
)


def identifiers_in(text: str) -> tuple[str, ...]:
    """Names in the order in which they first stand in the text."""
    return tuple(dict.fromkeys(_IDENTIFIER.findall(text)))[:MAX_IDENTIFIERS]
