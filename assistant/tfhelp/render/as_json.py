"""An answer as JSON, schema 1. Fields may be added, never changed: it is an API."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tfhelp.redact import redact

if TYPE_CHECKING:
    from tfhelp.answer import Answer, Candidate, Summary

SCHEMA = 1
MAX_QUERY_CHARS = 2000


def to_dict(answer: Answer, *, summarized: bool = False) -> dict[str, Any]:
    """The answer as JSON types.

    Args:
        answer: the answer.
        summarized: whether a summary was asked for; then it comes with how much of it was withheld, and a note.
    """
    return {
        "schema": SCHEMA,
        "query": redact(answer.query.text)[:MAX_QUERY_CHARS],
        "language": answer.language,
        "confident": answer.confident,
        "confidence": round(answer.confidence, 4),
        "elapsed_ms": round(answer.elapsed_ms, 1),
        "summary": answer.summary and summary_dict(answer.summary, summarized=summarized),
        "results": [_result(answer, candidate) for candidate in answer.candidates],
    }


def summary_dict(summary: Summary, *, summarized: bool) -> dict[str, Any]:
    """A summary as JSON types; ``summarized`` as for `to_dict`."""
    return {
        "text": summary.text,
        "by": summary.by,
        "citations": [citation.number for citation in summary.citations],
        **({"withheld": summary.withheld, "note": summary.note} if summarized else {}),
    }


def _result(answer: Answer, candidate: Candidate) -> dict[str, Any]:
    record = candidate.record
    return {
        "rank": candidate.rank,
        "code": record.code,
        "id": record.id,
        "kind": record.kind,
        "title": candidate.text.title,
        "language": candidate.language,
        "category": record.category,
        "score": round(candidate.score, 4),
        "matched": list(candidate.evidence.legs),
        "applies": candidate.applies,
        "source": answer.source,
        "references": list(record.references),
        "text": candidate.text.markdown,
    }


def error_dict(kind: str, message: str) -> dict[str, Any]:
    """What stands in the place of an answer that could not be given."""
    return {"schema": SCHEMA, "error": {"kind": kind, "message": message}}


def dumps(data: dict[str, Any], *, ascii_only: bool, indent: int | None = None) -> str:
    """One JSON object and a line end; escaped to ASCII where the stream cannot carry more."""
    return json.dumps(data, ensure_ascii=ascii_only, indent=indent) + "\n"
