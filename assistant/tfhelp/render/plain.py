"""An answer without drawing: one fact a line, for screen readers, logs and simple scripts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tfhelp.messages import message

from . import facts

if TYPE_CHECKING:
    from tfhelp.answer import Answer


def to_plain(answer: Answer) -> str:
    """Render an answer as lines; nothing is wrapped, painted or aligned."""
    if not answer.confident:
        lines = [message(answer.language, "nothing")]
        lines += [f"{candidate.record.code}: {candidate.text.title}" for candidate in answer.candidates[:3]]
        lines += [message(answer.language, "ask_better"), message(answer.language, "report")]
        return "\n".join(lines) + "\n"
    best = answer.candidates[0]
    lines = [
        f"{best.record.code}: {best.text.title}",
        f"{facts.confidence(answer)}",
        f"{facts.applicability(answer, best)}",
    ]
    for section in best.text.sections:
        lines += ["", f"{section.heading}:", section.text] if section.heading else ["", section.text]
    lines += ["", f"{message(answer.language, 'others')}:"] if answer.candidates[1:] else []
    lines += [f"{candidate.record.code}: {candidate.text.title}" for candidate in answer.candidates[1:]]
    lines += ["", f"{message(answer.language, 'source')}:", *best.record.references]
    lines += list(filter(None, [facts.verification(answer, best)]))
    return "\n".join(lines) + "\n"
