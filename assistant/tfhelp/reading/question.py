"""Raw text to a `Query`."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from tfhelp_corpus.language import HAN, language_of
from tfhelp_index.query import ErrorMessage, Query

from .failure import Failure, find_failure, strip_prefix
from .sanitize import sanitize
from .versions import versions_in

if TYPE_CHECKING:
    from collections.abc import Collection

MAX_CHARS = 400_000
"""What is looked at of a text; of a longer one its head (where the words stand) and its tail (where the error is)."""

HEAD_CHARS = 20_000
MAX_LINES = 6_000
MAX_LINE_CHARS = 4_000
MAX_WORDS_CHARS = 1_500
SIGNATURE_LINES = 600
"""Lines of the rest in which signatures are looked for, the last ones first."""

_CODE_LINE = re.compile(
    r"^\s*(?:>>>|\.\.\.|\$|import |from \w+ import|def |class |@|#|\w+(?:\.\w+)*\s*[=(]|[{}\[\])]|%\w|!\w)"
)
_LOG_LINE = re.compile(
    r"^\s*(?:\[|\{|[EFIW]\d{4} \d\d:|INFO|DEBUG|WARNING|ERROR"
    r"|Collecting |Requirement already|Downloading |Installing )"
)
_FENCE = re.compile(r"^\s*(```|~~~)")


@cache
def _han_run() -> re.Pattern[str]:
    """Chinese with what stands inside it; compiled when first needed, wide classes are slow to compile."""
    return re.compile(f"[{HAN}][{HAN}\u3000-\u303f\uff00-\uffef0-9A-Za-z ]*")


def read_question(raw: str) -> Query:
    """Understand a question or a paste of any size. Never fails; time grows linearly with what is looked at."""
    text = sanitize(_bounded(raw))
    raw_lines = [line[:MAX_LINE_CHARS] for line in text.split("\n")]
    if len(raw_lines) > MAX_LINES:
        raw_lines = raw_lines[: MAX_LINES // 10] + raw_lines[-MAX_LINES + MAX_LINES // 10 :]
    lines = [strip_prefix(line).rstrip() for line in raw_lines]
    # What a logger or launcher put its mark on was not written by a person.
    logged = {line for line, raw_line in zip(lines, raw_lines, strict=True) if line != raw_line.rstrip()}
    failure = find_failure(lines)
    words = _words(failure, text, logged)
    return Query(
        text=text.strip(),
        language=language_of(words) if words else None,
        form="traceback" if failure.has_traceback else "error" if failure.errors else "question",
        words=words,
        errors=failure.errors[:6],
        lines=tuple(_telling_lines(failure, lines)),
        frames=tuple(_frames(failure)),
        versions=versions_in(text),
    )


def _bounded(raw: str) -> str:
    if len(raw) <= MAX_CHARS:
        return raw
    return raw[:HEAD_CHARS] + "\n" + raw[HEAD_CHARS - MAX_CHARS :]


def _words(failure: Failure, text: str, logged: Collection[str]) -> str:
    """The human words: prose around the failure, and Chinese that was added to an error line."""
    found = []
    fenced = False
    alone = not failure.errors and not failure.has_traceback
    for line in failure.rest:
        if _FENCE.match(line):
            fenced = not fenced
        elif not fenced and line.strip() and line not in logged and _is_prose(line, alone=alone):
            found.append(line.strip())
    for error in failure.errors[:3]:
        if not error.message.isascii():
            found.extend(match[0].strip() for match in _han_run().finditer(error.message))
    words = " ".join(found)
    if not words and not failure.errors:
        words = text.strip()
    if len(words) > MAX_WORDS_CHARS:
        words = words[: MAX_WORDS_CHARS * 2 // 3] + " " + words[-MAX_WORDS_CHARS // 3 :]
    return words


def _is_prose(line: str, *, alone: bool) -> bool:
    """Whether a person wrote this line to be read; a text without a failure (``alone``) is taken for that."""
    if language_of(line) == "zh":
        return not _LOG_LINE.match(line)
    if alone:
        return True
    return not _CODE_LINE.match(line) and not _LOG_LINE.match(line) and len(line.split()) >= 2


def _telling_lines(failure: Failure, lines: list[str]) -> list[str]:
    """Whole messages first, root cause first; then the lines from the end, where errors stand; then all in one."""
    found = [_printed(error) for error in failure.errors]
    rest = [line.strip() for line in lines if line.strip()]
    found.extend(reversed(rest[-SIGNATURE_LINES:]))
    joined = " ".join(rest)
    if len(rest) > 1 and len(joined) <= MAX_LINE_CHARS:
        found.append(joined)  # a message that a terminal or a person broke over several lines
    return list(dict.fromkeys(found))


def _printed(error: ErrorMessage) -> str:
    return f"{error.exception}: {error.message}" if error.exception else error.message


def _frames(failure: Failure) -> list[str]:
    """The user's own frames nearest to the error, then the innermost library frame."""
    own = [frame for frame in failure.frames if not frame.is_library]
    chosen = [*reversed(own[-2:]), *(frame for frame in failure.frames[-1:] if frame.is_library)]
    return [f"{frame.function} {frame.code}".strip() for frame in chosen]
