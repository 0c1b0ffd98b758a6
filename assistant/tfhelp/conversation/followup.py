"""How a text refines the question before it, by rules.

The newest text stands last in what is asked: of several versions for one package the last one counts, and of several
errors the last one is taken for the cause.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tfhelp.reading.bounds import bounded
from tfhelp.reading.question import read_question
from tfhelp.reading.sanitize import sanitize
from tfhelp.reading.versions import versions_in

from .statement import announces, content, folded, relation_of, says_failed, says_whole_advice_was_tried, shows
from .turn import Plan

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tfhelp_index.query import ErrorMessage, Query

    from .turn import Relation, Turn

VERBATIM_CHARS = 8_000
"""An earlier question up to this long is carried as it is, a longer one by what was understood of it."""

HEAD_CHARS = 4_000
TAIL_CHARS = 16_000
"""What is looked at of a text to tell how it stands to the one before; it is read in full when it is asked."""

PASTE_LINES = 3
"""Line breaks from which on a text without an error is a paste: a list of versions, or something else."""

MAX_BARE_CHARS = 80
"""Longer texts say more than a version."""

MAX_ERRORS = 2
MAX_MESSAGE_CHARS = 1_000
SAME_SHARE = 0.6
"""Two messages with this share of their words in common are one, with other sizes or names in it."""

_CODE = re.compile(r"TF\d{4}", re.IGNORECASE)
_BARE_VERSION = re.compile(r"(?<![\w.=-])v?(\d{1,2}\.\d{1,3}(?:\.\d{1,3})?(?:\.?(?:dev|rc|post)\d*)?)(?![\w.-])")
_FRAME = re.compile(r"(?i)\b(?:version|it'?s|it is|is|on|and|with)\b|版本|是|用|的|和")
_WORD = re.compile(r"[A-Za-z_]{2,}|[^\W\d_]")


def plan(text: str, turns: Sequence[Turn]) -> Plan:
    """What is to be asked for ``text`` after these turns. Never fails; time grows linearly with the text."""
    text = sanitize(bounded(text))
    if not turns or _names_entry(text) or not _has_words(text):
        return Plan(text, text)
    previous = turns[-1]
    before = _query_of(previous)
    query = read_question(cut(text))
    said = folded(query.words)
    relation = _relation(query, said, before, previous)
    if relation == "new":
        return Plan(text, text)
    exclude = previous.plan.exclude
    # One step of an entry that was tried leaves its other steps, and nearly every entry has several. A right entry
    # that is hidden is lost to somebody who is stuck; one that is shown again costs another "still the same". So it
    # is excluded only where its advice as a whole was tried.
    if relation == "failed" or (relation == "tried" and says_whole_advice_was_tried(said)):
        exclude = tuple(dict.fromkeys((*exclude, *previous.codes[:1])))
    question = "\n\n".join(filter(None, (_carried(previous, before), _addition(text, query, said, before))))
    return Plan(text, question, exclude, relation, previous.number)


def _names_entry(text: str) -> bool:
    return _CODE.fullmatch(text.strip()[:8]) is not None


def _has_words(text: str) -> bool:
    return re.search(r"[^\W_]", text) is not None


def cut(text: str) -> str:
    """The head and the tail of a text, by which it is told how it stands to the one before."""
    if len(text) <= HEAD_CHARS + TAIL_CHARS:
        return text
    return f"{text[:HEAD_CHARS]}\n{text[-TAIL_CHARS:]}"


def _query_of(turn: Turn) -> Query:
    """What was asked in a turn, as it was understood; read again where the turn is from the history."""
    return turn.answer.query if turn.answer else read_question(cut(turn.plan.question))


def _relation(query: Query, said: str, before: Query, previous: Turn) -> Relation:
    errors, earlier = _failures(query) or list(query.errors), _failures(before) or list(before.errors)
    asked_before = folded(before.words)
    if not errors:
        if query.text.count("\n") >= PASTE_LINES:
            introduction = folded(query.text.partition("\n")[0])
            return "more" if query.versions or announces(introduction) or shows(introduction) else "new"
        context = " ".join([asked_before, *(error.message[:MAX_MESSAGE_CHARS] for error in earlier)])
        return relation_of(said, context, confident=previous.confident)
    if any(_is_same(error, other) for error in errors for other in earlier):
        return "failed" if says_failed(said) else "more"
    if announces(said):
        return "more"
    return "new" if earlier or not _tells_of(errors, asked_before) else "more"


def _failures(query: Query) -> list[ErrorMessage]:
    return [error for error in query.errors if error.role != "warning"]


def _is_same(error: ErrorMessage, other: ErrorMessage) -> bool:
    """Whether two messages say the same, numbers aside."""
    if error.exception and other.exception and error.exception != other.exception:
        return False
    ours, theirs = (set(_WORD.findall(each.message[:MAX_MESSAGE_CHARS].lower())) for each in (error, other))
    return len(ours & theirs) >= SAME_SHARE * min(len(ours), len(theirs)) if ours and theirs else ours == theirs


def _tells_of(errors: Sequence[ErrorMessage], asked: str) -> bool:
    """Whether messages are what a question without one was about, or it was about nothing in particular."""
    about = content(asked)
    printed = " ".join(f"{error.exception} {error.message[:MAX_MESSAGE_CHARS]}" for error in errors).lower()
    return 2 * sum(word in printed for word in about) >= len(about)


def _addition(text: str, query: Query, said: str, before: Query) -> str:
    """What a text adds to the question before; nothing where it only says that something failed or was tried."""
    versions = _named_bare(text, query)
    if not content(said) and not query.errors and not versions and not query.versions:
        # A bare error line has no language, and these words have. Beside other words they would only mislead the
        # search; and a code that stands alone would bring its entry back, excluded or not.
        return text if before.language is None or _names_entry(before.text) else ""
    if versions and _is_bare(text):
        return versions
    if not query.errors and " " not in text.strip() and text.isascii():
        text = f"{text.strip().rstrip('?')}?"  # beside an error, a single word would be taken for output
    return "\n\n".join(filter(None, (text, versions)))


def _named_bare(text: str, query: Query) -> str:
    """Versions that are implied or stand without a name, with their names, so that they outdo those named earlier."""
    named = versions_in(text) if query.versions else {}
    found = {name: version for name, version in query.versions.items() if name not in named}
    if _is_bare(text):
        found |= {name: version for version in _BARE_VERSION.findall(text) if (name := _whose(version))}
    return "\n".join(f"{name}=={version}" for name, version in found.items())


def _is_bare(text: str) -> bool:
    """Whether a text is nothing but versions."""
    return len(text) <= MAX_BARE_CHARS and not re.search(r"[^\W_]", _FRAME.sub("", _BARE_VERSION.sub("", text)))


def _whose(version: str) -> str | None:
    """The package that has such versions, None where it could be several."""
    major, minor = (int(part) for part in version.split(".")[:2])
    if major == 5 or (major == 4 and minor < 60):
        return "transformers"
    if major in (1, 2):
        return "torch"
    return "python" if major == 3 and 7 <= minor <= 15 else None


def _carried(previous: Turn, before: Query) -> str:
    """The question before, in bounds."""
    question = previous.plan.question
    answer = previous.answer
    if answer and answer.candidates and answer.ranking.results and answer.ranking.features is None:
        return answer.candidates[0].text.title  # it named an entry, and would bring that back, excluded or not
    if len(question) <= VERBATIM_CHARS:
        return question.strip()
    errors = (_failures(before) or list(before.errors))[:MAX_ERRORS]
    printed = [
        f"{error.exception or ''}: {error.message[:MAX_MESSAGE_CHARS]}".lstrip(": ") for error in reversed(errors)
    ]
    versions = [f"{name}=={version}" for name, version in before.versions.items()]
    # In a fence, so that they are not taken for the person's words.
    fenced = ["```", *versions, "```"] if versions else []
    return "\n".join(filter(None, [*fenced, before.words, *printed]))
