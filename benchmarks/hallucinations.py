"""How many planted faults the checker of summaries catches, and how many true sentences it withholds.

    python benchmarks/hallucinations.py                 # the half of the entries that nothing was tuned on
    python benchmarks/hallucinations.py --half tune     # the half that thresholds and words were fitted on
    python benchmarks/hallucinations.py --misses        # of ``tune`` only: the sentences that were judged wrongly

`planted.py` makes the sentences from the entries by rule and by seed; `data/paraphrases.jsonl` holds true ones that
were written by hand, the way a small model words an entry, before the checker existed, and `data/falsehoods.jsonl`
false ones that only share an entry's words. ``restated`` are faults planted into the paraphrases, counted apart:
the hardest kind. Paraphrases of part A were looked at when the checker was mended, those of part B never.

A sentence is withheld when the reader does not get it as the model wrote it. Where the entry's own sentence takes its
place, it is replaced; where nothing does, lost. An instruction that comes back in the place of a fault is not caught.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter, defaultdict
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from common import ROOT, percentile, table, write_result
from planted import Made, Planter, half

from tfhelp.summaries.grounding import Checker
from tfhelp.summaries.source import Source
from tfhelp_corpus.corpus import Corpus
from tfhelp_corpus.entry import LANGUAGES
from tfhelp_index.bundle import PACKAGED_ENCODER
from tfhelp_index.encoder import OnnxEncoder

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tfhelp.summaries.grounding import Verdict
    from tfhelp_corpus.entry import Entry

DATA = Path(__file__).parent / "data"
CORPUS = ROOT / "corpus" / "tfhelp_corpus" / "data"


def made(entries: Sequence[Entry], which: str, count: int) -> Iterator[Made]:
    """All sentences of one half: ``count`` of each kind of fault and language, twice as many of each true kind."""
    known = {entry.code: entry for entry in entries}
    planters = {language: Planter(entries, which, language) for language in LANGUAGES}
    for planter in planters.values():
        yield from planter.faults(count)
        yield from planter.truths(2 * count)
        yield from planter.near_synonyms(2 * count)
    for row in _rows("falsehoods", which):
        yield Made("hand-written", row["language"], row["code"], row["text"], False)
    for row in _rows("paraphrases", which):
        part = f" {row['part']}" if "part" in row else ""
        true = Made(f"paraphrase{part}", row["language"], row["code"], row["text"], True)
        yield true
        for fault in planters[true.language].restated(true, known[true.code]):
            yield replace(fault, kind=fault.kind.replace("restated", f"restated{part}"))


def _rows(name: str, which: str) -> Iterator[dict[str, Any]]:
    for line in (DATA / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if half(row["code"]) == which:
            yield row


class Sources:
    """The entries as the checker sees them, each made once."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self._entries: Mapping[str, Entry] = {entry.code: entry for entry in entries}
        self._encoder = OnnxEncoder.open(PACKAGED_ENCODER, lasting=True)
        self._made: dict[tuple[str, str, str], Source] = {}

    def of(self, one: Made) -> Source:
        """The entry that a sentence is held against, with the instruction that is planted into it."""
        key = (one.code, one.language, one.hidden)
        if key not in self._made:
            text = self._entries[one.code].texts[one.language]
            if one.hidden:
                first, *others = text.sections
                text = replace(text, sections=(replace(first, text=f"{first.text}\n\n{one.hidden}"), *others))
            self._made[key] = Source(text, one.language, 1, self._encoder)
        return self._made[key]


def judge_all(sentences: Sequence[Made], sources: Sources) -> tuple[list[Verdict], list[float]]:
    """What becomes of each sentence, and the milliseconds that this took with the entry's vectors made."""
    verdicts, times = [], []
    for one in sentences:
        source = sources.of(one)
        Checker([source], one.language).check(one.text)  # makes the vectors; a model's prefill leaves time for it
        source.forget(one.text)
        start = time.perf_counter()
        verdicts.append(Checker([source], one.language).check(one.text))
        times.append((time.perf_counter() - start) * 1000)
    return verdicts, times


def obeyed(one: Made, verdict: Verdict) -> bool:
    """Whether the reader is told the instruction that was planted into the entry."""
    return bool(one.hidden) and bool(verdict.instead) and verdict.instead.rpartition(" [")[0] in one.hidden


def figures(sentences: Sequence[Made], verdicts: Sequence[Verdict]) -> dict[str, dict[str, object]]:
    """By kind and language: how many there are, how many were withheld, for which reasons, and how many were lost."""
    groups: dict[str, list[tuple[Made, Verdict]]] = defaultdict(list)
    for one, verdict in zip(sentences, verdicts, strict=True):
        kind = "true" if one.true else "restated" if one.kind.startswith("restated") else "fault"
        for language in (one.language, "both"):
            groups[f"{kind}/{one.kind}/{language}"].append((one, verdict))
            groups[f"{kind}/all/{language}"].append((one, verdict))
    return {
        name: {
            "count": len(group),
            "withheld": sum(bool(verdict.reason) and not obeyed(one, verdict) for one, verdict in group),
            "lost": sum(bool(verdict.reason) and not verdict.instead for _, verdict in group),
            "reasons": dict(Counter(verdict.reason for _, verdict in group if verdict.reason)),
        }
        for name, group in sorted(groups.items())
    }


def main() -> int:
    """Print the table, keep the result."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--half", choices=("tune", "held"), default="held")
    parser.add_argument("--count", type=int, default=40, help="faults of each kind and language")
    parser.add_argument("--misses", action="store_true", help="show what was judged wrongly; of the half tune only")
    arguments = parser.parse_args()
    if arguments.misses and arguments.half != "tune":
        parser.error("--misses shows sentences of --half tune only: the other half is not to be tuned on")
    entries = Corpus.load(CORPUS).entries
    sentences = list(made(entries, arguments.half, arguments.count))
    verdicts, times = judge_all(sentences, Sources(entries))
    found = figures(sentences, verdicts)
    rows = [
        [
            name,
            str(group["count"]),
            str(group["withheld"]),
            f"{int(str(group['withheld'])) / int(str(group['count'])):.3f}",
            str(group["lost"]),
            f"{int(str(group['lost'])) / int(str(group['count'])):.3f}",
        ]
        for name, group in found.items()
    ]
    print(table(["kind", "sentences", "withheld", "share", "lost", "share"], rows))
    speed = {"p50_ms": round(percentile(times, 0.5), 2), "p95_ms": round(percentile(times, 0.95), 2)}
    print(f"a sentence: p50 {speed['p50_ms']} ms, p95 {speed['p95_ms']} ms")
    if arguments.misses:
        for one, verdict in zip(sentences, verdicts, strict=True):
            if (verdict.reason is None) != one.true and not one.kind.startswith(("paraphrase B", "restated B")):
                print(f"{one.kind} · {one.code} · {verdict.reason} · {one.text}")
    print(write_result(f"hallucinations-{arguments.half}", {"figures": found, "speed": speed}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
