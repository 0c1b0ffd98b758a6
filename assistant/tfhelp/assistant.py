"""The only path from a question to an answer; every front calls it."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tfhelp_index.applicability import applies
from tfhelp_index.bundle import PACKAGED_BUNDLE, PACKAGED_ENCODER, Bundle, packaged_stamp
from tfhelp_index.encoder import OnnxEncoder
from tfhelp_index.search import Searcher

from . import environment
from .answer import Answer, Candidate
from .errors import UsageError
from .locales import locale_language
from .reading.question import read_question
from .summaries.extractive import extractive

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tfhelp_corpus.entry import Language
    from tfhelp_index.encoder import Encoder
    from tfhelp_index.records import Ranking, SearchResult

DEFAULT_CANDIDATES = 5


@dataclass(frozen=True, slots=True)
class AskOptions:
    """How a question is to be answered."""

    language: Language | None = None
    """Of the answer; None for the asker's."""
    limit: int = DEFAULT_CANDIDATES
    """Candidates at most."""
    exclude: tuple[str, ...] = ()
    """Codes or ids that were tried already."""
    environment: str | None = None
    """Folder of the environment that the question is about."""


class Assistant:
    """Answers questions from one index."""

    def __init__(self, searcher: Searcher) -> None:
        self.searcher = searcher

    @classmethod
    def open(cls, index: Path | None = None, *, lasting: bool = False) -> Assistant:
        """Open an index; the encoder is loaded when a question needs it.

        Args:
            index: the folder of an index; None for the packaged one.
            lasting: many questions will come, so loading may take a little longer to make each faster.

        Raises:
            BundleError: the index must not be used.
        """
        bundle = Bundle.open(index or PACKAGED_BUNDLE, packaged_stamp(), foreign=True)
        return cls(Searcher(bundle, lambda: open_encoder(bundle, lasting=lasting)))

    def ask(self, text: str, options: AskOptions = AskOptions()) -> Answer:
        """Answer a question or a pasted failure.

        Raises:
            UsageError: nothing was asked, or an excluded code does not exist.
            LegUnavailable: no way of searching works here.
        """
        start = time.perf_counter()
        query = read_question(text)
        if not any(character.isalnum() for character in query.text):
            raise UsageError(
                "Nothing was asked.", "Paste an error or ask a question, for example: tfhelp ask CUDA out of memory"
            )
        for code in options.exclude:
            if self.searcher.bundle.database.entry_by_code(code) is None:
                raise UsageError(f"--not {code}: there is no entry with that code.", "Codes look like TF0042.")
        ranking = self.searcher.named(query.text) or self.searcher.search(query, options.exclude)
        language = options.language or query.language or locale_language()
        versions = {**environment.versions(options.environment), **query.versions}
        candidates = self._candidates(ranking, language, versions, options.limit)
        return Answer(
            query=query,
            language=language,
            confident=ranking.confident,
            confidence=ranking.confidence,
            candidates=candidates,
            summary=extractive(candidates[0]) if ranking.confident else None,
            versions=versions,
            source=self.searcher.bundle.manifest.name,
            missing=ranking.missing,
            ranking=ranking,
            elapsed_ms=(time.perf_counter() - start) * 1000,
        )

    def _candidates(
        self, ranking: Ranking, language: Language, versions: Mapping[str, str], limit: int
    ) -> tuple[Candidate, ...]:
        return tuple(
            self._candidate(rank, result, language, versions)
            for rank, result in enumerate(ranking.results[:limit], start=1)
        )

    def _candidate(
        self, rank: int, result: SearchResult, language: Language, versions: Mapping[str, str]
    ) -> Candidate:
        record = self.searcher.bundle.database.entry(result.entry)
        return Candidate(
            rank=rank,
            record=record,
            language=language if language in record.texts else next(iter(record.texts)),
            score=result.score,
            applies=applies(record.applies_to, versions),
            evidence=result.evidence,
        )


def open_encoder(bundle: Bundle, *, lasting: bool = False) -> Encoder:
    """The encoder for questions to an index: the packaged one, else the user's, through the model process.

    Raises:
        EncoderUnavailable: it cannot be loaded.
        BundleError: it is no longer the one that the index was made with.
    """
    origin = bundle.manifest.origin
    if origin is None:
        return OnnxEncoder.open(PACKAGED_ENCODER, lasting=lasting)
    from .models.remote_encoder import QuestionEncoder

    return QuestionEncoder(origin, bundle.manifest.encoder)
