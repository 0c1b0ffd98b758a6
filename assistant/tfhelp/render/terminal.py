"""An answer for people: title and code, what it means, the fix, other candidates, where it is from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tfhelp.messages import message

from . import facts
from .markdown import inline, markdown_lines
from .wrap import cells, cut, wrap

if TYPE_CHECKING:
    from tfhelp.answer import Answer, Candidate

    from .style import Style

NEAREST_TOPICS = 3


def to_terminal(answer: Answer, width: int, style: Style) -> str:
    """Render an answer for a terminal of ``width`` columns."""
    lines = _found(answer, width, style) if answer.confident else _nothing(answer, width, style)
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _found(answer: Answer, width: int, style: Style) -> list[str]:
    best, others = answer.candidates[0], answer.candidates[1:]
    lines = _title(best, width, style)
    status = f"{best.record.category} · {facts.confidence(answer)} · "
    applicability = facts.applicability(answer, best)
    lines += _paragraph(status + applicability, width, style, "warn" if best.applies == "no" else "dim")
    for section in best.text.sections:
        lines += ["", style.bold(section.heading)] if section.heading else [""]
        lines += markdown_lines(section.text, width, style, "  ")
    if others:
        lines += ["", style.bold(message(answer.language, "others"))]
        lines += [_one_line(candidate, width, style) for candidate in others]
    lines += ["", style.bold(message(answer.language, "source"))]
    sources = " · ".join(filter(None, (*best.record.references, facts.verification(answer, best))))
    lines += _paragraph(sources, width, style, "dim", "  ")
    return lines


def _nothing(answer: Answer, width: int, style: Style) -> list[str]:
    say = answer.language
    lines = [style.warn(message(say, "nothing"))]
    if answer.candidates:
        lines += _paragraph(message(say, "nothing_help"), width, style, "")
        lines += [_one_line(candidate, width, style) for candidate in answer.candidates[:NEAREST_TOPICS]]
        lines += _paragraph(message(say, "read_more", code=answer.candidates[0].record.code), width, style, "dim")
    lines.append("")
    lines += _paragraph(message(say, "ask_better"), width, style, "")
    lines += _paragraph(message(say, "report"), width, style, "")
    return lines


def _title(candidate: Candidate, width: int, style: Style) -> list[str]:
    code = candidate.record.code
    title = candidate.text.title
    if cells(title) + cells(code) + 2 <= width:
        gap = " " * (width - cells(title) - cells(code))
        return [f"{style.title(title)}{gap}{style.bold(code)}"]
    return [*_paragraph(title, width, style, "title"), style.bold(code)]


def _one_line(candidate: Candidate, width: int, style: Style) -> str:
    code, title = candidate.record.code, candidate.text.title
    return f"  {style.bold(code)}  {cut(title, width - cells(code) - 4)}"


def _paragraph(text: str, width: int, style: Style, name: str, indent: str = "") -> list[str]:
    runs = [(piece, run or name) for piece, run in inline(text, style)]
    lines = wrap(runs, width - len(indent))
    return [indent + "".join(style.paint(piece, run) for piece, run in line) for line in lines]
