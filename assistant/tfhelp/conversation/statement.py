"""What a short text says in a conversation: advice failed, a step was tried, a circumstance, an own question."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from tfhelp_corpus.language import HAN
from tfhelp_index.terms import fold

from . import phrases

if TYPE_CHECKING:
    from .turn import Relation

MAX_CHARS = 600
"""What is looked at of a person's words; longer ones tell a story of their own."""

MOST_LEANING = 6
"""Words of its own, at most, of a text that leans on what was said before without a conjunction."""

MOST_POINTING = 4
"""The same where it leans by a pronoun or a "still" only; in a longer sentence these point into the sentence."""

MOST_LED = 12
"""The same for one that begins with "and", "but", 那."""

MOST_ADDED = 3
"""Words of its own, at most, of a yes-or-no question that shares words with the question before and refines it."""

MOST_LEFT_OUT = 2
"""The same for one that shares none: it leaves out what it is about."""

_LATIN = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.+-]*")


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """Compiled when first needed: a first question asks for none of them."""
    return re.compile(pattern, re.IGNORECASE)


def _says(pattern: str, said: str) -> bool:
    return _compiled(pattern).search(said) is not None


def folded(words: str) -> str:
    """A person's words, as the functions here expect them: bounded, one line, NFKC, simplified, plain apostrophes."""
    return " ".join(fold(words[: 4 * MAX_CHARS]).replace("’", "'").split())[:MAX_CHARS]


def content(said: str) -> list[str]:
    """What a text is about: words that are neither grammar nor talk; of Chinese two characters at a time."""
    stopped = _compiled(phrases.STOP_EN).fullmatch
    tokens = (token.rstrip(".-").lower() for token in _LATIN.findall(said))
    found = [token for token in tokens if not stopped(token)]
    if said.isascii():
        return found
    found.extend(_compiled(rf"(?:(?![{HAN}])[^\W\d_a-zA-Z])+").findall(said))
    for run in _compiled(f"[{HAN}]+").findall(_compiled(phrases.STOP_ZH).sub(" ", said)):
        found.extend(run[at : at + 2] for at in range(0, max(1, len(run) - 1), 2))
    return found


def says_failed(said: str) -> bool:
    """Whether somebody says that what was shown did not help, or asks for something else."""
    if _says(phrases.FAILED_EN, said):
        return True
    asks = _says(phrases.ASKS_EN, said) or _says(phrases.YES_NO_EN, said)
    if not asks and _says(phrases.STILL_EN, said):
        return True
    # "fp16 还是 bf16 好" is a choice, and a question word asks about something of its own.
    return not said.isascii() and not _says(phrases.ASKS_ZH, said) and _says(phrases.FAILED_ZH, said)


def says_whole_advice_was_tried(said: str) -> bool:
    """Whether the advice as such was tried (``done that``), not one step that may be one of several there."""
    return _says(phrases.WHOLE, said) and not content(said)


def announces(said: str) -> bool:
    """Whether the paste behind these words is only more of what was asked before, not the next failure."""
    return (
        _says(phrases.ANNOUNCES, said)
        and not _says(phrases.OTHER_ERROR, said)
        and len(content(said)) <= MOST_POINTING
    )


def shows(said: str) -> bool:
    """Whether the lines behind these words are the person's code or settings."""
    return _says(phrases.SHOWS, said) and len(content(said)) <= MOST_POINTING


def relation_of(said: str, before: str, *, confident: bool) -> Relation:
    """How words without an error message stand to the question before.

    Args:
        said: the words, `folded`.
        before: the question before, `folded`.
        confident: whether that question was answered.
    """
    words, known = content(said), before.lower()
    own = [word for word in words if word not in known]
    leads = _says(phrases.LEADS, said)
    if len(own) > (MOST_LED if leads or _are_things(own) else MOST_LEANING):
        return "new"  # it says by itself what it is about; what it points to stands in it
    asks = _says(phrases.ASKS_EN, said) or _says(phrases.ASKS_ZH, said)
    yes_no = not asks and (_says(phrases.YES_NO_EN, said) or _says(phrases.YES_NO_ZH, said))
    problem = _says(phrases.PROBLEM, said) and not _says(phrases.MINE_NOT, said)
    if own and (asks or problem) and _says(phrases.SOLVED, said):
        return "new"
    if (leads or len(own) <= MOST_POINTING) and says_failed(said):
        return "failed"
    if _tried(said, own, asks=asks or yes_no, problem=problem):
        return "tried"
    if leads or _leans(said, own, asks=asks):
        return "more"
    if asks or yes_no or problem:
        return "more" if len(own) <= _most_refining(words, own, asks=asks, yes_no=yes_no) else "new"
    return "more" if _is_circumstance(said, own, confident=confident) else "new"


def _most_refining(words: list[str], own: list[str], *, asks: bool, yes_no: bool) -> int:
    """How many words of its own a question or complaint may have and still be about the question before."""
    if asks:
        return len(words) // 3  # a how or a why says all by itself, unless most of it was said before
    if len(own) < len(words):
        return MOST_ADDED
    return MOST_LEFT_OUT if yes_no else 0  # "does LoRA help?" leaves out with what


def _are_things(own: list[str]) -> bool:
    """Whether most words are names and figures of machines, models and ways of running them."""
    return 2 * sum(_says(phrases.THINGS, word) for word in own) > len(own)


def _is_circumstance(said: str, own: list[str], *, confident: bool) -> bool:
    """Whether words that neither ask nor complain tell of the case that was asked about."""
    if _are_things(own) or _says(phrases.CIRCUMSTANCE, said):
        return True
    # A word refines an answer; several are keywords of another question, and after a question that was not answered
    # even one is another try at asking.
    return confident and len(own) <= (1 if said.isascii() else MOST_LEFT_OUT)


def _tried(said: str, own: list[str], *, asks: bool, problem: bool) -> bool:
    if not own and _says(phrases.WHOLE, said):
        return True
    return (
        not asks
        and (not problem or not own or _points(said))
        and (_says(phrases.TRIED_EN, said) or _says(phrases.TRIED_ZH, said))
        and not _says(phrases.NOT_TRIED, said)
    )


def _leans(said: str, own: list[str], *, asks: bool) -> bool:
    """Whether the words are only a part of a sentence, or point to something that may have been said before."""
    if len(own) <= (MOST_ADDED if asks else MOST_LEANING) and _says(phrases.PART, said):
        return True
    return len(own) <= MOST_POINTING and _points(said)


def _points(said: str) -> bool:
    """Whether there is a word like ``it``, ``that setting``, 那样."""
    if not said.isascii() and _says(phrases.POINTS_ZH, said):
        return True
    return _says(phrases.POINTS_EN, _compiled(phrases.EXPLETIVE).sub("", said))
