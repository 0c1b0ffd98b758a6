"""Outcomes summed up: figures by system, language and form, confidence, calibration and time."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from tfhelp_corpus.entry import LANGUAGES
from tfhelp_index import confidence

from . import measures
from .gold import FORMS, KINDS
from .run import COMBINATIONS, WHOLE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from .measures import Bin, Retrieval
    from .run import Outcome


@dataclass(frozen=True, slots=True)
class Share:
    """A count out of a count."""

    part: int
    whole: int

    @property
    def value(self) -> float:
        """The share, 0 of nothing."""
        return self.part / self.whole if self.whole else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """Its 95 % interval."""
        return measures.interval(self.part, self.whole)


@dataclass(frozen=True, slots=True)
class Report:
    """What an evaluation found."""

    asked: int
    waiting: int
    """Questions left out because the index has no entry for them yet."""
    groups: Mapping[str, Retrieval]
    """Of the whole assistant: all answerable questions, then by language, by form, and by both."""
    systems: Mapping[str, Retrieval]
    """All answerable questions, by the whole assistant and by each combination of legs."""
    pairs: int
    """Problems asked in both languages and the same form."""
    chinese_behind: tuple[float, float, float]
    """hit@1 of Chinese less that of English over these pairs, with its 95 % interval."""
    coverage: Share
    """Answerable questions that got an answer."""
    right: Share
    """Given answers to answerable questions whose first entry is right."""
    false: Mapping[str, Share]
    """Answers to questions without one: by kind, then ``all``."""
    bins: tuple[Bin, ...]
    calibration_error: float
    p50: float
    """Milliseconds of a warm question."""
    p95: float

    def as_json(self) -> dict[str, Any]:
        """Plain values; shares as floats rounded to four places."""
        behind, low, high = self.chinese_behind
        return {
            "schema": 1,
            "asked": self.asked,
            "waiting": self.waiting,
            "retrieval": _plain(self.groups),
            "ablation": _plain(self.systems),
            "pairs": {
                "pairs": self.pairs,
                "zh_minus_en": round(behind, 4),
                "low": round(low, 4),
                "high": round(high, 4),
            },
            "threshold": confidence.THRESHOLD,
            "coverage": _share(self.coverage),
            "right_when_answered": _share(self.right),
            "false_answers": {kind: _share(share) for kind, share in self.false.items()},
            "calibration_error": round(self.calibration_error, 4),
            "reliability": [_rounded(asdict(bin_)) for bin_ in self.bins],
            "warm_ms": {"p50": round(self.p50, 2), "p95": round(self.p95, 2)},
        }


def report(outcomes: Sequence[Outcome], waiting: int = 0) -> Report:
    """Sum up.

    Args:
        outcomes: one for every question asked.
        waiting: how many were left out.
    """
    answerable = [outcome for outcome in outcomes if outcome.answerable]
    others = [outcome for outcome in outcomes if not outcome.answerable]
    said = [outcome for outcome in answerable if outcome.confident]
    pairs = _pairs(answerable)
    false = {kind: [outcome for outcome in others if outcome.question.kind == kind] for kind in KINDS[1:]}
    bins = measures.reliability([o.confidence for o in outcomes], [o.right for o in outcomes])
    times = [outcome.milliseconds for outcome in outcomes if outcome.milliseconds]
    return Report(
        asked=len(outcomes),
        waiting=waiting,
        groups={name: _retrieval(members, WHOLE) for name, members in _groups(answerable).items()},
        systems={name: _retrieval(answerable, name) for name in (WHOLE, *COMBINATIONS)} if answerable else {},
        pairs=len(pairs),
        chinese_behind=measures.difference([en.right for en, _ in pairs], [zh.right for _, zh in pairs]),
        coverage=Share(len(said), len(answerable)),
        right=Share(sum(outcome.right for outcome in said), len(said)),
        false={
            kind: Share(sum(outcome.confident for outcome in members), len(members))
            for kind, members in {**false, "all": others}.items()
            if members
        },
        bins=tuple(bins),
        calibration_error=measures.calibration_error(bins),
        p50=measures.percentile(times, 0.5),
        p95=measures.percentile(times, 0.95),
    )


def _groups(outcomes: Sequence[Outcome]) -> dict[str, list[Outcome]]:
    groups: dict[str, list[Outcome]] = {"all": list(outcomes)} if outcomes else {}
    for name in (*LANGUAGES, *FORMS, *(f"{language} {form}" for form in FORMS for language in LANGUAGES)):
        wanted = set(name.split())
        if members := [o for o in outcomes if wanted <= {o.question.language, o.form}]:
            groups[name] = members
    return groups


def _retrieval(outcomes: Sequence[Outcome], system: str) -> Retrieval:
    return measures.retrieval([o.gains[system] for o in outcomes], [o.ideal for o in outcomes])


def _pairs(outcomes: Sequence[Outcome]) -> list[tuple[Outcome, Outcome]]:
    """English and Chinese outcome of every pair that was asked whole."""
    found: dict[str, dict[str, Outcome]] = {}
    for outcome in outcomes:
        if outcome.question.pair:
            found.setdefault(outcome.question.pair, {})[outcome.question.language] = outcome
    return [(pair["en"], pair["zh"]) for pair in found.values() if len(pair) == len(LANGUAGES)]


def _plain(found: Mapping[str, Retrieval]) -> dict[str, dict[str, float]]:
    return {name: _rounded(asdict(value)) for name, value in found.items()}


def _rounded(values: Mapping[str, float]) -> dict[str, float]:
    return {name: round(value, 4) for name, value in values.items()}


def _share(share: Share) -> dict[str, Any]:
    low, high = share.interval
    return {
        "part": share.part,
        "whole": share.whole,
        "share": round(share.value, 4),
        "low": round(low, 4),
        "high": round(high, 4),
    }
