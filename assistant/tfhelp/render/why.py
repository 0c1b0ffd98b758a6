"""Why an answer is what it is: which signature, which terms with their weights, which passage, what was concluded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tfhelp_index import confidence

if TYPE_CHECKING:
    from tfhelp.answer import Answer
    from tfhelp_index.bundle import Bundle

MAX_TERMS = 12


def to_why(answer: Answer, bundle: Bundle) -> str:
    """An explanation for contributors, in English, a fact a line."""
    ranking = answer.ranking
    query = answer.query
    lines = [
        f"form: {query.form}; language of the words: {query.language or 'none'}",
        f"versions: {dict(answer.versions) or 'none known'}",
        *(f"error: {error.exception or '-'}: {error.message[:160]}" for error in query.errors),
        f"words: {query.words[:160]!r}",
        "terms: " + ", ".join(f"{term.term} {term.idf:.1f}" for term in ranking.terms[:MAX_TERMS] if term.documents),
        "unknown terms: " + (", ".join(term.term for term in ranking.terms if not term.documents)[:160] or "none"),
    ]
    for candidate in answer.candidates:
        found = candidate.evidence
        lines.append(f"{candidate.rank}. {candidate.record.code} {candidate.record.id}: score {candidate.score:.3f}")
        if found.signature:
            lines.append(
                f"   signature {found.signature.pattern!r}: {found.signature.score:.1f}, "
                f"covers {found.signature.coverage:.0%} of its line"
            )
        lines.append(f"   BM25 {found.lexical:.2f}")
        if found.passage is not None:
            passage = bundle.database.passage(found.passage)
            text = " ".join(passage.text.split())[:100]
            lines.append(f"   cosine {found.cosine:.4f} to a passage ({passage.role}, {passage.language}): {text!r}")
    if ranking.decided:
        lines.append("the signature decided; the encoder was not asked")
    if ranking.results:
        seen = confidence.features(query, ranking.results, ranking.terms, ranking.covered)
        values = ", ".join(f"{name} {getattr(seen, name):.2f}" for name in confidence.NAMES)
        lines.append(f"confidence {ranking.confidence:.3f} (threshold {confidence.THRESHOLD}) from {values}")
    return "\n".join(lines) + "\n"
