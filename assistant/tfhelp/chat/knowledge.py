"""What the screens ask of the assistant beside answers; it is asked in its own thread."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tfhelp.answer import Candidate
    from tfhelp.assistant import Assistant
    from tfhelp_corpus.entry import Language

    from .engine import Engine


async def extent(engine: Engine) -> tuple[int, str]:
    """How many entries there are, and up to which release of transformers.

    Raises:
        BundleError: the index cannot be used.
    """

    def read(assistant: Assistant) -> tuple[int, str]:
        manifest = assistant.searcher.bundle.manifest
        return manifest.counts["entries"], manifest.newest.get("transformers", "?")

    return await asyncio.wrap_future(engine.submit(read))


async def topics(engine: Engine, language: Language) -> list[tuple[str, str, str]]:
    """Code, category and title of every entry; a title in another language where it has none in this one.

    Raises:
        BundleError: the index cannot be used.
    """
    listed = await asyncio.wrap_future(
        engine.submit(lambda assistant: assistant.searcher.bundle.database.outlines()),
    )
    return [(entry.code, entry.category, entry.title(language)) for entry in listed]


async def heading_of(engine: Engine, candidate: Candidate) -> str | None:
    """The heading of the document under which the passage nearest to the question stands.

    Raises:
        BundleError: the index cannot be used.
    """
    ordinal = candidate.evidence.passage
    if ordinal is None:
        return None
    passage = await asyncio.wrap_future(
        engine.submit(lambda assistant: assistant.searcher.bundle.database.passage(ordinal))
    )
    return next((s.heading for s in candidate.text.sections if s.role == passage.role and s.heading), None)
