"""A conversation as Markdown to keep, as JSON for programs, as an issue to post. What the user typed is redacted.

The text of entries is not: it is no secret, and redaction would take function names such as ``hf_hub_download`` for
tokens and break the commands.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tfhelp.messages import message
from tfhelp.render import facts
from tfhelp.render.as_json import summary_dict, to_dict
from tfhelp.render.summary import parts, together
from tfhelp.wording import Wording

from .issue import to_issue as to_issue
from .kept_text import kept_text, shortened, title_of
from .markup import closed, fenced, inline, plain, reference

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tfhelp.answer import Answer, Candidate, Summary
    from tfhelp_corpus.entry import Language

    from .turn import Turn

SCHEMA = 1

say = Wording(
    {
        "title": "A conversation with tfhelp",
        "span": "Questions: {count}, from {first} to {last} (UTC).",
        "asked": "Asked at {at}:",
        "more": "This adds to question {number}.",
        "failed": "The answer to question {number} did not help.",
        "tried": "Something was tried after question {number}.",
        "excluded": "Left out, because they did not help: {codes}",
        "answer": "Answer",
        "summary_by": "Summary by the model {model}",
        "summary": "Summary, taken from the entry",
        "sources": "Sources: {sources}.",
        "withheld": "Sentences of the model that were withheld: {count}.",
        "status": "{confidence} · {applies}",
        "unasked": "The answer was not looked up again. Entries shown then: {codes}",
        "none": "none",
        "nearest": "Nearest topics, probably not yours",
    },
    {
        "title": "与 tfhelp 的对话",
        "span": "共 {count} 个问题，{first} 至 {last}（UTC）。",
        "asked": "提问时间 {at}：",
        "more": "补充第 {number} 个问题。",
        "failed": "第 {number} 个问题的回答没有解决问题。",
        "tried": "在第 {number} 个问题之后做了尝试。",
        "excluded": "已排除（试过，没有用）：{codes}",
        "answer": "回答",
        "summary_by": "摘要（由模型 {model} 生成）",
        "summary": "摘要（摘自条目）",
        "sources": "来源：{sources}。",
        "withheld": "隐去模型写的 {count} 句。",
        "status": "{confidence} · {applies}",
        "unasked": "没有重新查询答案。当时列出的条目：{codes}",
        "none": "无",
        "nearest": "最接近的主题（多半不是你要找的）",
    },
)


def to_markdown(turns: Sequence[Turn], *, title: str = "") -> str:
    """A document with every question, the best answer to it in full, and the others by title.

    Args:
        turns: with their answers; one without says which entries were shown.
        title: heading of the document; the first question's where it is empty.
    """
    language: Language = turns[0].language if turns else "en"
    heading = title or (title_of(kept_text(turns[0].plan.text)) if turns else say(language, "title"))
    parts = [f"# {plain(shortened(kept_text(heading), 200))}"]
    if turns:
        span = {"first": _minute(turns[0].at), "last": _minute(turns[-1].at)}
        parts.append(say(language, "span", count=len(turns), **span))
    for turn in turns:
        parts.extend(_turn(turn))
    return "\n\n".join(parts) + "\n"


def _turn(turn: Turn) -> Iterator[str]:
    language, text = turn.language, kept_text(turn.plan.text)
    yield f"## {turn.number}. {plain(title_of(text))}"
    if turn.plan.relation != "new" and turn.plan.refines is not None:
        yield say(language, turn.plan.relation, number=turn.plan.refines)
    yield say(language, "asked", at=_minute(turn.at))
    yield fenced(text)
    if turn.plan.exclude:
        yield say(language, "excluded", codes=", ".join(map(plain, turn.plan.exclude)))
    if turn.answer is None:
        codes = ", ".join(map(plain, turn.codes)) or say(language, "none")
        yield say(language, "unasked", codes=codes)
    else:
        yield from _answer(turn.answer, turn.summary)


def _answer(answer: Answer, summary: Summary | None) -> Iterator[str]:
    language = answer.language
    if not answer.confident:
        yield f"### {say(language, 'answer')}"
        yield message(language, "nothing")
        if answer.candidates:
            yield f"#### {say(language, 'nearest')}"
            yield _titles(answer.candidates[:3])
        return
    best, others = answer.candidates[0], answer.candidates[1:]
    yield f"### {best.record.code}: {plain(best.text.title)}"
    applies = facts.applicability(answer, best)
    yield say(language, "status", confidence=facts.confidence(answer), applies=plain(applies))
    if summary:
        yield from _summary(summary, language)
    for section in best.text.sections:
        if section.heading:
            yield f"#### {plain(section.heading)}"
        yield closed(section.text)
    if others:
        yield f"#### {message(language, 'others')}"
        yield _titles(others)
    sources = [*map(reference, best.record.references), plain(facts.verification(answer, best))]
    if any(sources):
        yield f"#### {message(language, 'source')}"
        yield "\n".join(f"- {source}" for source in sources if source)


def _summary(summary: Summary, language: Language) -> Iterator[str]:
    """What the reader saw above the entry, whose it is, and what is to be known of it."""
    by_model = summary.by != "extractive"
    yield f"#### {plain(say(language, 'summary_by' if by_model else 'summary', model=summary.by))}"
    for part in parts(summary.text):
        yield closed(part) if part.startswith("```") else inline(part)
    sources = ", ".join(f"[{citation.number}] {citation.code}" for citation in summary.citations)
    about = [say(language, "sources", sources=sources)] if sources else []
    if summary.withheld and str(summary.withheld) not in summary.note:
        about.append(say(language, "withheld", count=summary.withheld))
    if about or summary.note:
        yield plain(together(language, *about, summary.note))


def _titles(candidates: Sequence[Candidate]) -> str:
    return "\n".join(f"- {candidate.record.code}: {plain(candidate.text.title)}" for candidate in candidates)


def _minute(at: str) -> str:
    return at[:16].replace("T", " ")


def to_json(turns: Sequence[Turn], *, ascii_only: bool = False) -> str:
    """One JSON object, schema 1: the turns, each with the results that ``tfhelp ask --json`` gives.

    Args:
        turns: with their answers; one without has null for its results.
        ascii_only: escape everything else, for streams that cannot carry it.
    """
    data = {"schema": SCHEMA, "turns": [_turn_dict(turn) for turn in turns]}
    return json.dumps(data, ensure_ascii=ascii_only, indent=1) + "\n"


def _turn_dict(turn: Turn) -> dict[str, Any]:
    answer = to_dict(turn.answer) if turn.answer else {}
    shown = turn.summary and summary_dict(turn.summary, summarized=True)
    return {
        "number": turn.number,
        "at": turn.at,
        "text": kept_text(turn.plan.text),
        "question": kept_text(turn.plan.question),
        "relation": turn.plan.relation,
        "refines": turn.plan.refines,
        "exclude": list(turn.plan.exclude),
        "language": turn.language,
        "codes": list(turn.codes),
        "confident": turn.confident,
        "confidence": answer.get("confidence"),
        "summary": shown or answer.get("summary"),
        "results": answer.get("results"),
    }
