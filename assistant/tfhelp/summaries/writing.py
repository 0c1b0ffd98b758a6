"""From an answer to its summary by a local model: answer, model process and the check of sentences meet here.

Whatever a front needs for that it gets from here. It runs in the thread that calls it, and can be stopped from any.
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from tfhelp.models import discover, installed, words
from tfhelp.models.errors import ModelError
from tfhelp.models.protocol import Done, Generate, Notice, Piece, Progress
from tfhelp_corpus.language import join_sentences
from tfhelp_index.bundle import PACKAGED_ENCODER
from tfhelp_index.encoder import OnnxEncoder
from tfhelp_index.errors import LegUnavailable

from . import telling
from .summarizer import Finished, Shown, Summarizer, Withheld

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from tfhelp.answer import Answer, Summary
    from tfhelp.assistant import Assistant
    from tfhelp.models.process import ModelProcess
    from tfhelp.models.stream import Stream
    from tfhelp.models.writer_facts import WriterFacts
    from tfhelp_corpus.entry import Language

    from .source import TextEncoder

_PASSING = ("loading", "converting", "device_chosen")
"""Notices that are of interest only until something is there to be read."""


@dataclass(frozen=True, slots=True)
class Working:
    """What goes on before there is something to read."""

    text: str
    """In the front's language, without an end."""


@dataclass(frozen=True, slots=True)
class Remark:
    """What the reader should know of this summary: that the sources were cut, that the model has no template."""

    text: str
    """A sentence in the front's language."""


Telling: TypeAlias = Shown | Withheld | Working | Remark


@dataclass(frozen=True, slots=True)
class Written:
    """A summary with what it took."""

    summary: Summary
    model: str
    """The model that was asked; the summary may be another one's, where too little of it was borne out."""
    tokens_per_second: float | None
    first_token_seconds: float | None
    """From when the model began to read."""

    def figures(self, language: Language) -> str:
        """The model and its speed, in words."""
        return telling.figures(self.model, self.tokens_per_second, self.first_token_seconds, language)


def choose_model(named: str, folders: Sequence[str], language: Language) -> WriterFacts:
    """Find the model that a user named, by its files alone, before anything is started.

    Args:
        named: a transformers folder, a GGUF file, or the name of a model in the Hugging Face cache or in ``folders``.
        folders: searched besides the cache.
        language: of the error.

    Raises:
        ModelError: there is none, it cannot be used, or the extra that runs it is not installed.
    """
    try:
        path = discover.resolve(named, [Path(folder) for folder in folders])
        facts = discover.examine(path, "" if Path(named).expanduser().exists() else named)
        installed.require(installed.GGUF if facts.kind == "gguf" else installed.WRITER)
    except ModelError as error:
        raise error.spoken(language) from None
    except (OSError, ValueError, RuntimeError) as error:  # a name that no file can have, a folder that is closed
        why = getattr(error, "strerror", None) or str(error)
        raise ModelError("not_a_model", language, model=named, why=why) from None
    return facts


def support_encoder(assistant: Assistant) -> TextEncoder | None:
    """What sentences are compared with: the packaged encoder, which the check was fitted to.

    Returns:
        The assistant's own where the index was made with it, else another; None if it does not work.
    """
    try:
        if assistant.searcher.bundle.manifest.origin is None:
            return assistant.searcher.encoder
        return OnnxEncoder.open(PACKAGED_ENCODER)
    except LegUnavailable:
        return None


class Writing:
    """One summary on its way.

    Args:
        answer: what is summed up; it has a candidate.
        model: asked to write.
        process: where it runs.
        encoder: called for the encoder of the check, once.
        language: of what is said around the summary; the answer's if none is given.
    """

    def __init__(
        self,
        answer: Answer,
        model: WriterFacts,
        process: ModelProcess,
        encoder: Callable[[], TextEncoder | None],
        language: Language | None = None,
    ) -> None:
        self._answer, self._model, self._process, self._encoder = answer, model, process, encoder
        self._language: Language = language or answer.language
        self._lock = threading.Lock()
        self._stream: Stream | None = None
        self._cancelled = False
        self._clock = _Clock()
        self._remarks: list[str] = []

    def run(self, tell: Callable[[Telling], None]) -> Written:
        """Write it.

        Args:
            tell: called for each sentence as it is shown or withheld, and for what happens meanwhile.

        Raises:
            ModelError: it could not be finished, in the front's language; ``cancelled`` if that was wanted.
        """
        tell(Working(telling.say(self._language, "starting", model=self._model.name)))
        try:
            return self._run(tell)
        except ModelError as error:
            raise error.spoken(self._language) from None

    def cancel(self) -> None:
        """Stop it, from any thread; nothing is waited for."""
        with self._lock:
            self._cancelled = True
            stream = self._stream
        if stream:
            stream.cancel()

    def _run(self, tell: Callable[[Telling], None]) -> Written:
        answer, model = self._answer, self._model
        summarizer = Summarizer(answer.candidates, answer.language, self._encoder(), model.name)
        asked, phrases = summarizer.messages(answer.query.text), summarizer.phrases()
        request = Generate(str(model.path), asked, phrases=phrases)
        summary: Summary | None = None
        with self._process.request(request) as stream:
            self._hold(stream)
            summarizer.warm()  # while the model is loaded and reads
            for event in summarizer.events(self._pieces(stream, tell)):
                if isinstance(event, Finished):
                    summary = event.summary
                elif not self._cancelled:
                    tell(event)
        if summary is None or self._cancelled:
            raise ModelError("cancelled", self._language)
        note = join_sentences(*self._remarks, summary.note)
        rate, first = self._clock.figures()
        return Written(replace(summary, note=note), model.name, rate, first)

    def _hold(self, stream: Stream) -> None:
        with self._lock:
            self._stream = stream
            cancelled = self._cancelled
        if cancelled:
            stream.cancel()

    def _pieces(self, stream: Stream, tell: Callable[[Telling], None]) -> Iterator[str]:
        """The model's words; all else that it sends is told on the way."""
        for frame in stream:
            message = frame.message
            if self._cancelled:
                return
            if isinstance(message, Piece):
                if not self._clock.pieces:
                    tell(Working(telling.say(self._language, "writing")))
                self._clock.piece()
                yield message.text
            elif isinstance(message, Progress):
                if message.stage == "prefill":
                    self._clock.reading()
                tell(Working(telling.progress(message, self._model.name, self._language)))
            elif isinstance(message, Notice):
                self._notice(message, tell)
            elif isinstance(message, Done):
                self._clock.done = message.figures

    def _notice(self, message: Notice, tell: Callable[[Telling], None]) -> None:
        text = words.sentence(self._language, message.code, message.values)
        if message.code in _PASSING:
            tell(Working(text.rstrip(".。")))
        else:
            self._remarks.append(words.sentence(self._answer.language, message.code, message.values))
            tell(Remark(text))


@dataclass(slots=True)
class _Clock:
    """How fast it goes: as the process says; as seen from here where a summary was complete before the model was."""

    done: dict[str, float | str] = field(default_factory=dict)
    pieces: int = 0
    _begin: float | None = None
    _first: float = 0.0
    _last: float = 0.0

    def reading(self) -> None:
        """The prompt is being read."""
        if self._begin is None:
            self._begin = time.monotonic()

    def piece(self) -> None:
        """A piece came; nearly always that is one token."""
        self.pieces += 1
        self._last = time.monotonic()
        if self.pieces == 1:
            self._first = self._last

    def figures(self) -> tuple[float | None, float | None]:
        """Tokens per second, and seconds to the first one; None for what is not known."""
        rate, first = self.done.get("tokens_per_second"), self.done.get("first_token_seconds")
        if isinstance(rate, int | float) and isinstance(first, int | float):
            return rate, first
        seconds = self._last - self._first
        seen = (self.pieces - 1) / seconds if self.pieces > 1 and seconds > 0 else None
        return seen, self._first - self._begin if self.pieces and self._begin is not None else None
