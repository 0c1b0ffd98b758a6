"""Summaries in the line-by-line chat: below the answer, sentence by sentence; Ctrl+C ends one, and not the chat."""

from __future__ import annotations

import queue
import threading
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from tfhelp import settings
from tfhelp.conversation.kept_summary import is_models
from tfhelp.render.summary import after, parts
from tfhelp.summaries import telling

from .words import say

if TYPE_CHECKING:
    from tfhelp.answer import Answer, Summary
    from tfhelp.conversation.partial import Partial
    from tfhelp.conversation.turn import Turn
    from tfhelp.models.process import ModelProcess
    from tfhelp.models.writer_facts import WriterFacts
    from tfhelp.settings import Settings
    from tfhelp.summaries.writing import Telling, Writing, Written

    from .core import Core

    News = Telling | Written | Exception

_POLL_SECONDS = 0.2
"""On Windows a wait without an end would not hear Ctrl-C."""


class Summaries:
    """The switch, the model that writes, and its process.

    Args:
        chosen: the settings: whether there are summaries, and by which model.
    """

    def __init__(self, chosen: Settings) -> None:
        self._chosen = chosen
        self._model: WriterFacts | None = None
        self._process: ModelProcess | None = None

    @property
    def on(self) -> bool:
        """Whether answers get one."""
        return self._chosen.summaries

    def switch(self, core: Core, *, on: bool) -> None:
        """Turn them on or off, also for the next start; the last answer gets one at once."""
        self._chosen = replace(self._chosen, summaries=on)
        settings.remember(summaries=on)
        how = "off" if not on else "by" if self._chosen.model else "on"
        core.tell(f"summaries_{how}", model=self._chosen.model)
        if on and core.session.conversation.turns:
            self.show(core, core.turn)

    def show(self, core: Core, turn: Turn) -> None:
        """Print the summary of a turn: the one that it has, else one that is written now, or the entry's own.

        Raises:
            KeyboardInterrupt: it was stopped; what was printed is kept.
        """
        answer = turn.answer
        if not self.on or answer is None or answer.summary is None:
            return
        if turn.summary and (is_models(turn.summary) or not self._chosen.model):
            _print(core, turn.summary, answer)
        elif self._chosen.model:
            self._write(core, turn.number, answer)
        else:
            core.session.sum_up(turn.number, answer.summary)
            _print(core, answer.summary, answer)

    def show_kept(self, core: Core, turn: Turn) -> None:
        """Print the summary that a turn of an earlier conversation has; none is written."""
        if self.on and turn.answer and turn.summary:
            _print(core, turn.summary, turn.answer)

    def close(self) -> None:
        """End the model process."""
        if self._process:
            self._process.close()

    def _write(self, core: Core, number: int, answer: Answer) -> None:
        from tfhelp.conversation.partial import Partial
        from tfhelp.models.errors import ModelError

        shown = Partial(answer)
        try:
            written = self._told(core, answer, shown)
            core.session.sum_up(number, written.summary)
            _end(core, after(written.summary.text, shown.sentences), written.figures(core.language), written.summary)
        except ModelError as error:
            summary = shown.summary(self._name, str(error))
            core.session.sum_up(number, summary)
            core.tell_once(str(error))
            if not shown.sentences:
                _print(core, replace(summary, note=""), answer)
        except Exception as error:  # noqa: BLE001 (a bug in a summary must not end the conversation)
            core.tell("internal", kind=type(error).__name__)
        except KeyboardInterrupt:
            if shown.sentences:
                core.session.sum_up(number, shown.summary(self._name, telling.say(answer.language, "stopped")))
            raise

    @property
    def _name(self) -> str:
        return self._model.name if self._model else ""

    def _told(self, core: Core, answer: Answer, shown: Partial) -> Written:
        """Have it written in a thread of its own and print what comes; this thread only waits, and hears Ctrl+C."""
        from tfhelp.summaries.writing import Remark, Written

        writing = self._prepared(core, answer)
        core.tell("summary_begins" if core.reader.interactive else "summary_writing", model=self._name)
        news: queue.SimpleQueue[News] = queue.SimpleQueue()
        threading.Thread(target=_run, args=(writing, news), name="summary", daemon=True).start()
        try:
            while True:
                item = _next(news)
                if isinstance(item, Written):
                    return item
                if isinstance(item, Exception):
                    raise item
                before = len(shown.sentences)
                shown.take(item)
                if isinstance(item, Remark):
                    core.talk(item.text)
                for sentence in shown.sentences[before:]:
                    core.write([*([] if before else [_heading(answer)]), sentence], apart=not before)
        except BaseException:
            writing.cancel()
            raise

    def _prepared(self, core: Core, answer: Answer) -> Writing:
        from tfhelp.models.process import ModelProcess
        from tfhelp.summaries.writing import Writing, choose_model, support_encoder

        if self._model is None:
            self._model = choose_model(self._chosen.model or "", self._chosen.models, core.language)
        self._process = self._process or ModelProcess(core.language)
        encoder = support_encoder(core.assistant)
        return Writing(answer, self._model, self._process, lambda: encoder, core.language)


def _run(writing: Writing, news: queue.SimpleQueue[News]) -> None:
    """In a thread of its own."""
    tell = partial(news.put)
    try:
        tell(writing.run(tell))
    except Exception as error:  # noqa: BLE001 (raised again in the thread that waits)
        tell(error)


def _next(news: queue.SimpleQueue[News]) -> News:
    while True:
        try:
            return news.get(timeout=_POLL_SECONDS)
        except queue.Empty:
            continue


def _heading(answer: Answer) -> str:
    return telling.say(answer.language, "heading") + ("：" if answer.language == "zh" else ":")


def _print(core: Core, summary: Summary, answer: Answer) -> None:
    """A summary that is there already."""
    core.write([_heading(answer)], apart=True)
    who = telling.say(core.language, "entry") if summary.by == "extractive" else summary.by
    _end(core, summary.text, who, summary)


def _end(core: Core, rest: str, who: str, summary: Summary) -> None:
    """What is left of the text, who wrote it, and what is to be known of it."""
    core.write(parts(rest))
    core.write([say(core.language, "summary_by", who=who, note=summary.note).rstrip()])
