"""What is said about an answer in words: how sure, for which versions, verified how. Shared by all text forms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tfhelp.messages import message

if TYPE_CHECKING:
    from tfhelp.answer import Answer, Candidate

_HOW = {"reproduced": "reproduced", "source": "checked", "thread": "threads", "documentation": "documentation"}


def confidence(answer: Answer) -> str:
    """``sure (97 %)``."""
    word = "sure" if answer.confidence >= 0.9 else "likely" if answer.confidence >= 0.7 else "possible"
    percent = min(99, round(100 * answer.confidence))
    return message(answer.language, "confidence", word=message(answer.language, word), percent=percent)


def applicability(answer: Answer, candidate: Candidate) -> str:
    """Whether the entry fits the user's versions, with the versions that matter."""
    specifiers = candidate.record.applies_to
    if not specifiers:
        return message(answer.language, "applies_any")
    return message(
        answer.language,
        f"applies_{candidate.applies}",
        specifiers=", ".join(f"{name}{specifier}" for name, specifier in specifiers.items()),
        known=", ".join(f"{name} {answer.versions[name]}" for name in specifiers if name in answer.versions),
    )


def verification(answer: Answer, candidate: Candidate) -> str:
    """How and when the entry was verified, empty for the user's own documents."""
    verified = candidate.record.verified
    if not verified:
        return ""
    return message(answer.language, _HOW[verified["how"]], on=verified["on"], date=verified["date"])
