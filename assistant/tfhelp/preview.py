"""An entry as an answer shows it, before it stands in any index."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tfhelp_index.records import EntryRecord, Evidence, Ranking, SearchResult

from .answer import Answer, Candidate
from .reading.question import read_question

if TYPE_CHECKING:
    from tfhelp_corpus.entry import Entry, Language


def answer_of(entry: Entry, language: Language) -> Answer:
    """The answer that has this entry alone."""
    verified = (
        {
            "how": entry.verified.how,
            "on": entry.verified.on or "",
            "date": entry.verified.date.isoformat(),
            "note": entry.verified.note,
        }
        if entry.verified
        else None
    )
    record = EntryRecord(
        ordinal=0,
        code=entry.code,
        id=entry.id,
        kind=entry.kind,
        category=entry.category,
        exception=entry.exception,
        applies_to=entry.applies_to,
        references=entry.references,
        problems=entry.problems,
        verified=verified,
        texts=entry.texts,
    )
    candidate = Candidate(1, record, language, 1.0, "unknown" if entry.applies_to else "yes", Evidence())
    return Answer(
        query=read_question(entry.texts[language].title),
        language=language,
        confident=True,
        confidence=1.0,
        candidates=(candidate,),
        summary=None,
        versions={},
        source=entry.source,
        missing=(),
        ranking=Ranking.named(SearchResult(record.ordinal, 1.0, Evidence())),
        elapsed_ms=0.0,
    )
