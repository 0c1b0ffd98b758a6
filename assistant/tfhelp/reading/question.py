"""Raw text to a `Query`."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tfhelp_index.query import Query

from .addressed import without_question
from .bounds import MAX_CHARS as MAX_CHARS
from .bounds import MAX_LINE_CHARS, bounded
from .failure import find_failure
from .implied import implied_version
from .marks import read_marks
from .mend import mend, unwrap
from .person import han_run, language_of_person, person_lines
from .sanitize import sanitize
from .versions import versions_in

if TYPE_CHECKING:
    import re
    from collections.abc import Sequence

    from tfhelp_index.query import ErrorMessage

    from .failure import Failure
    from .marks import Line

MAX_LINES = 6_000
MAX_WORDS_CHARS = 1_500
MAX_QUERY_ERRORS = 6
SIGNATURE_LINES = 600
"""Lines of the rest in which signatures are looked for, the last ones first."""


def read_question(raw: str) -> Query:
    """Understand a question or a paste of any size. Never fails; time grows linearly with what is looked at."""
    text = sanitize(bounded(raw))
    raw_lines = [line[:MAX_LINE_CHARS].rstrip() for line in mend(text).split("\n")]
    if len(raw_lines) > MAX_LINES:
        raw_lines = raw_lines[: MAX_LINES // 10] + raw_lines[-MAX_LINES + MAX_LINES // 10 :]
    lines = read_marks(unwrap(raw_lines))
    failure, behind = _parted(find_failure(lines))
    written = _written(failure, lines) + behind
    words = _bounded_words(" ".join(written))
    if not words and not failure.errors:
        words = _bounded_words(text.strip())
    return Query(
        text=text.strip(),
        language=language_of_person(written or [words]),
        form="traceback" if failure.has_traceback else "error" if failure.errors else "question",
        words=words,
        errors=failure.errors[:MAX_QUERY_ERRORS],
        lines=tuple(_telling_lines(failure.errors, lines)),
        frames=tuple(_frames(failure)),
        versions=_versions(text, failure, written),
    )


def _bounded_words(words: str) -> str:
    if len(words) > MAX_WORDS_CHARS:
        return words[: MAX_WORDS_CHARS * 2 // 3] + " " + words[-MAX_WORDS_CHARS // 3 :]
    return words


def _written(failure: Failure, lines: Sequence[Line]) -> list[str]:
    """The human words: prose around the failure, and Chinese that was added to an error line."""
    alone = not failure.errors and not failure.has_traceback
    found = person_lines(failure.rest, [line.marked for line in lines], alone=alone)
    for error in failure.errors[:3]:
        if not error.message.isascii():
            found.extend(match[0].strip() for match in han_run().finditer(error.message))
    return found


def _parted(failure: Failure) -> tuple[Failure, list[str]]:
    """The failure without what a person wrote behind its messages in English, and that."""
    parted = [(error, *without_question(error.message)) for error in failure.errors[:MAX_QUERY_ERRORS]]
    errors = tuple(replace(error, message=message) for error, message, _ in parted)
    return failure._replace(errors=errors), [asked for _, _, asked in parted if asked]


def _versions(text: str, failure: Failure, written: Sequence[str]) -> dict[str, str]:
    """Versions that are named, and that of Transformers where the person only implies it."""
    found = versions_in(text)
    behind = [error.message[start[0].start() :] for error in failure.errors[:3] if (start := _han(error.message))]
    if "transformers" not in found and (implied := implied_version([*written, *behind])):
        return {**found, "transformers": implied}
    return found


def _han(message: str) -> list[re.Match[str]]:
    return [] if message.isascii() else list(han_run().finditer(message))[:1]


def _telling_lines(errors: Sequence[ErrorMessage], lines: Sequence[Line]) -> list[str]:
    """Whole messages first, root cause first; then the lines from the end, where errors stand; then all in one."""
    found = [_printed(error) for error in errors]
    rest = [line.text.strip() for line in lines if line.text]
    found.extend(reversed(rest[-SIGNATURE_LINES:]))
    joined = " ".join(rest)
    if len(rest) > 1 and len(joined) <= MAX_LINE_CHARS:
        found.append(joined)  # a message that a terminal or a person broke over several lines
    return list(dict.fromkeys(filter(None, found)))


def _printed(error: ErrorMessage) -> str:
    return f"{error.exception}: {error.message}" if error.exception else error.message


def _frames(failure: Failure) -> list[str]:
    """The user's own frames nearest to the error, then the innermost library frame."""
    own = [frame for frame in failure.frames if not frame.is_library]
    chosen = [*reversed(own[-2:]), *(frame for frame in failure.frames[-1:] if frame.is_library)]
    return [f"{frame.function} {frame.code}".strip() for frame in chosen]
