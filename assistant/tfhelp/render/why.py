"""Why an answer is what it is: what each way of searching found, and what the confidence made of it."""

from __future__ import annotations

from dataclasses import astuple
from typing import TYPE_CHECKING

from tfhelp.reading.sanitize import sanitize
from tfhelp.redact import redact
from tfhelp_index import confidence, fusion, search
from tfhelp_index.lexical import FIELD_WEIGHTS, FIELDS
from tfhelp_index.records import Evidence

from .wrap import cells, wrap

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from tfhelp.answer import Answer, Candidate
    from tfhelp_index.bundle import Bundle
    from tfhelp_index.lexical import TermShare
    from tfhelp_index.records import Ranking, SearchResult

WIDTH = 80
"""Columns of a line; text that is only quoted is cut there."""

EXPLAINED = 3
"""Candidates with all that led to them; of the others there is only the score."""

MAX_SHARES = 8
"""Terms of one candidate, the heaviest."""

MIN_SHARE = 0.005
"""Terms that add less are only counted: FTS5 gives words that most texts hold a weight of next to nothing."""

MAX_TERMS = 12
"""Terms of the question, the rarest."""


def to_why(answer: Answer, bundle: Bundle) -> str:
    """An explanation for contributors, in English, a fact a line.

    Args:
        answer: what is explained.
        bundle: the index it was found in; it is asked again, which the answer itself does not pay for.
    """
    lines = list(_question(answer))
    results = answer.ranking.results
    if not results:
        lines += ["", "No entry was found by any way of searching."]
    elif not results[0].evidence.legs:
        lines += ["", f"The question is the name of {answer.candidates[0].record.code}: nothing was searched."]
    else:
        weights = ", ".join(f"{field} {weight:g}" for field, weight in zip(FIELDS, FIELD_WEIGHTS, strict=True))
        lines += ["", f"field weights: {weights}; below: count x weight"]
        legs = _legs(answer.ranking)
        for candidate, result in zip(answer.candidates, results, strict=False):
            record = candidate.record
            gap = [""] if candidate.rank <= EXPLAINED + 1 else []
            lines += [*gap, _cut(f"{candidate.rank}. {record.code} {record.id}: score {candidate.score:.3f}")]
            if candidate.rank <= EXPLAINED:
                parts = " + ".join(f"{name} {scores[result.entry]:.3f}" for name, scores in legs.items())
                lines.append(f"   = {parts}{f', x {search.DEMOTION:g} for its versions' if result.demoted else ''}")
                lines += _evidence(candidate, result, answer.ranking, bundle)
        lines += ["", *_confidence(answer.ranking, known=bundle.manifest.origin is None)]
    return redact(sanitize("\n".join(lines) + "\n"))


def _question(answer: Answer) -> Iterator[str]:
    """How the question was read."""
    query, ranking = answer.query, answer.ranking
    yield f"form: {query.form}; language of the words: {query.language or 'none'}"
    matter = set(query.versions).union(*(candidate.record.applies_to for candidate in answer.candidates))
    known = {name: version for name, version in answer.versions.items() if name in matter}
    yield _cut(f"versions that matter: {_versions(known) or 'none known'}")
    for error in query.errors:
        yield _cut(f"error ({error.role}): {error.exception or '-'}: {error.message}")
    yield _cut(f"words: {query.words!r}")
    weighed = [f"{found.term} {found.idf:.1f}" for found in ranking.terms if found.documents]
    yield from _fold("terms and their idf: " + _some(weighed))
    unknown = [found.term for found in ranking.terms if not found.documents]
    yield from _fold("unknown terms: " + _some(unknown))
    if ranking.decided and ranking.terms:
        yield "the signature decided; the encoder was not asked"


def _evidence(candidate: Candidate, result: SearchResult, ranking: Ranking, bundle: Bundle) -> Iterator[str]:
    """What each way of searching found for one entry."""
    found = candidate.evidence
    if found.signature is None:
        yield "   signature: none"
    else:
        yield _cut(f"   signature: {found.signature.pattern!r}")
        line = f"line {found.signature.line + 1}, counted from the most telling one"
        yield f"     score {found.signature.score:.1f}, covers {found.signature.coverage:.0%} of {line}"
    yield from _words(ranking, result, bundle)
    if found.passage is None:
        yield f"   passage: {'not looked for' if ranking.decided else 'none among the nearest'}"
    else:
        passage = bundle.database.passage(found.passage)
        yield f"   passage: cosine {found.cosine:.4f} ({passage.role}, {passage.language})"
        yield _cut(f"     {' '.join(passage.text.split())!r}")
    yield _cut(f"   versions: {'demoted' if result.demoted else 'not demoted'}; {_applicability(candidate)}")


def _applicability(candidate: Candidate) -> str:
    specifiers = _versions(candidate.record.applies_to)
    return f"applies to {specifiers}: {candidate.applies}" if specifiers else "applies to any"


def _words(ranking: Ranking, result: SearchResult, bundle: Bundle) -> Iterator[str]:
    """The terms that make up the BM25 of the entry's best text."""
    if not result.evidence.lexical:
        yield "   BM25: no text of it among the best"
        return
    rows = [row for row, (entry, _) in enumerate(bundle.rows) if entry == result.entry]
    explained = {row: bundle.lexical.explain(ranking.terms, row) for row in rows}
    row = max(rows, key=lambda row: sum(share.score for share in explained[row]))
    yield f"   BM25: {result.evidence.lexical:.2f} in its text in {bundle.rows[row][1]}"
    shown = [share for share in explained[row][:MAX_SHARES] if share.score >= MIN_SHARE]
    for share in shown:
        yield from _fold(f"{share.score:6.2f} {share.term}: {_places(share)}", " " * 3)
    if rest := explained[row][len(shown) :]:
        yield f"   {sum(share.score for share in rest):6.2f} of {len(rest)} more"


def _places(share: TermShare) -> str:
    weights = dict(zip(FIELDS, FIELD_WEIGHTS, strict=True))
    return ", ".join(f"{field} {count}x{weights[field]:g}" for field, count in share.counts.items())


def _legs(ranking: Ranking) -> dict[str, dict[int, float]]:
    """What each leg adds to the score of every entry, asked of `fusion` itself with the other legs left out."""
    alone: dict[str, Callable[[Evidence], Evidence]] = {
        "signature": lambda found: Evidence(signature=found.signature),
        "BM25": lambda found: Evidence(lexical=found.lexical),
        "passage": lambda found: Evidence(cosine=found.cosine, passage=found.passage),
    }
    return {
        name: {
            result.entry: result.score
            for result in fusion.fuse({result.entry: only(result.evidence) for result in ranking.results})
        }
        for name, only in alone.items()
    }


def _confidence(ranking: Ranking, *, known: bool) -> Iterator[str]:
    """Both estimates as sums, the heaviest feature first; ``known``: whether cosines are of the packaged encoder."""
    above = "above" if ranking.confident else "below"
    yield f"confidence: {ranking.confidence:.3f} that the first entry is right"
    yield f"answerable: {ranking.answerable:.3f}, {above} the threshold {confidence.THRESHOLD:g}"
    if ranking.features is None:
        return
    dense = known and any(result.evidence.passage is not None for result in ranking.results)
    right, answerable = confidence.models(dense=dense)
    values = astuple(ranking.features)
    rows: list[tuple[str, float, float, float]] = [
        (name, value, value * one + 0.0, value * other + 0.0)  # no -0.000
        for name, value, one, other in zip(confidence.NAMES, values, right[1:], answerable[1:], strict=True)
    ]
    yield f"   {'feature':14}{'value':>7}{'confidence':>13}{'answerable':>13}"
    for name, value, one, other in sorted(rows, key=lambda row: -max(abs(row[2]), abs(row[3]))):
        yield f"   {name:14}{value:7.3f}{one:+13.3f}{other:+13.3f}"
    yield f"   {'intercept':14}{'':7}{right[0]:+13.3f}{answerable[0]:+13.3f}"
    one, other = right[0] + sum(row[2] for row in rows), answerable[0] + sum(row[3] for row in rows)
    yield f"   {'sum':14}{'':7}{one:+13.3f}{other:+13.3f}"
    yield f"   probability = 1 / (1 + exp(-sum)); weights {'with' if dense else 'without'} the encoder"


def _versions(named: Mapping[str, str]) -> str:
    return ", ".join(f"{name} {version}" for name, version in sorted(named.items()))


def _some(words: Sequence[str]) -> str:
    left = len(words) - MAX_TERMS
    return (", ".join(words[:MAX_TERMS]) or "none") + (f" and {left} more" if left > 0 else "")


def _cut(text: str) -> str:
    """One line of at most `WIDTH` columns."""
    text = " ".join(text.split("\n"))
    if cells(text) <= WIDTH:
        return text
    text = text[:WIDTH]
    while cells(text) > WIDTH - 3:
        text = text[:-1]
    return text + "..."


def _fold(text: str, margin: str = "") -> Iterator[str]:
    """Lines of at most `WIDTH` columns; those after the first stand further in."""
    start = len(text) - len(text.lstrip())
    margin += text[:start]
    head, *others = wrap([(text[start:], "")], WIDTH - len(margin) - 4)
    yield margin + "".join(run for run, _ in head)
    for line in others:
        yield f"{margin}    " + "".join(run for run, _ in line)
