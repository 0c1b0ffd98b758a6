"""A report as text for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tfhelp_index import confidence

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from .measures import Retrieval
    from .report import Report, Share

_KINDS = {
    "no-entry": "Transformers, but no entry answers it",
    "other-software": "other software",
    "off-topic": "anything else",
    "all": "all of these",
}


def to_text(found: Report) -> str:
    """The whole report."""
    parts = [
        f"{found.asked} questions asked" + (f", {found.waiting} wait for an entry" if found.waiting else "") + "."
    ]
    if found.groups:
        parts.append("Where a right entry stands\n" + _retrieval("", found.groups))
        parts.append("What each way of searching is worth\n" + _retrieval("", found.systems))
    if found.pairs:
        behind, low, high = (100 * value for value in found.chinese_behind)
        parts.append(
            f"Chinese against English, hit@1 over {found.pairs} paired questions: "
            f"{behind:+.1f} points (95 %: {low:+.1f} to {high:+.1f})"
        )
    parts.append(_confidence(found))
    parts.append(f"A warm question: {found.p50:.1f} ms (median), {found.p95:.1f} ms (95th percentile)")
    return "\n\n".join(parts) + "\n"


def _retrieval(corner: str, rows: Mapping[str, Retrieval]) -> str:
    header = [corner, "questions", "hit@1", "hit@3", "MRR", "nDCG@10"]
    cells = [
        [name, str(row.questions), *(f"{value:.3f}" for value in (row.hit1, row.hit3, row.mrr, row.ndcg))]
        for name, row in rows.items()
    ]
    return table(header, cells)


def _confidence(found: Report) -> str:
    lines = [f"Confidence, at the threshold {confidence.THRESHOLD:g}"]
    if found.coverage.whole:
        lines.append(_line("questions with an entry that are answered", found.coverage))
        lines.append(_line("of those answers, a right entry first", found.right))
    lines += [
        _line(f"answered though nothing answers it: {_KINDS[kind]}", share) for kind, share in found.false.items()
    ]
    lines.append(f"  calibration error {found.calibration_error:.3f} over {found.asked} questions")
    cells = [
        [f"  {bin_.low:.1f}–{bin_.high:.1f}", str(bin_.count), f"{bin_.said:.2f}", f"{bin_.held:.2f}"]
        for bin_ in found.bins
    ]
    return "\n".join(lines) + "\n" + table(["  confidence", "questions", "said", "right"], cells)


def _line(label: str, share: Share) -> str:
    low, high = share.interval
    return f"  {label}: {share.part} of {share.whole}, {share.value:.1%} (95 %: {low:.1%} to {high:.1%})"


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Columns that line up: the first to the left, the others to the right."""
    widths = [max(map(len, column)) for column in zip(header, *rows, strict=True)]
    lines = []
    for first, *others in [header, *rows]:
        cells = [cell.rjust(width) for cell, width in zip(others, widths[1:], strict=True)]
        lines.append("  ".join([first.ljust(widths[0]), *cells]).rstrip())
    return "\n".join([lines[0], "-" * len(lines[0]), *lines[1:]])
