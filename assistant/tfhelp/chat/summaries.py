"""The summary above the entry: its switch, the model that writes it, and what becomes of it when somebody goes on.

The model is asked in a thread of its own, which the chat never waits for: what still comes from a summary that was
left, stopped or overtaken is dropped.
"""

from __future__ import annotations

import threading
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING

from tfhelp import settings
from tfhelp.conversation.kept_summary import is_models
from tfhelp.render.summary import after, passing, together
from tfhelp.summaries import telling

from .later import Later
from .widgets.summary import SummaryPanel, View

if TYPE_CHECKING:
    from tfhelp.answer import Answer, Summary
    from tfhelp.conversation.partial import Partial
    from tfhelp.conversation.session import Session
    from tfhelp.conversation.turn import Turn
    from tfhelp.models.process import ModelProcess
    from tfhelp.models.writer_facts import WriterFacts
    from tfhelp.summaries.writing import Telling, Writing, Written

    from .screens.main import MainScreen
    from .trail import Place


@dataclass(slots=True, eq=False)
class _Run:
    """A summary on its way."""

    turn: int
    answer: Answer
    session: Session
    writing: Writing | None = None
    partial: Partial | None = None
    """From when the model is there."""
    cancelled: bool = False
    status: str = ""
    remarks: list[str] = field(default_factory=list)

    @property
    def shown(self) -> list[str]:
        return self.partial.sentences if self.partial else []

    @property
    def text(self) -> str:
        return "\n".join(self.shown)


class Summaries:
    """The summaries of a screen; one at a time is written."""

    def __init__(self, screen: MainScreen) -> None:
        self._screen = screen
        self._run: _Run | None = None
        self._kept: dict[int, tuple[Answer, View]] = {}
        """What was stopped, finished or failed, by turn; the switch makes room for another try."""
        self._process: Later[ModelProcess] = Later(self._start_process)
        self._model: WriterFacts | None = None
        self._closed = False

    @property
    def busy(self) -> bool:
        """Whether one is being written."""
        return self._run is not None

    # -- the switch ---------------------------------------------------------------------------------------------

    def toggle(self) -> None:
        """On or off, also for the next start; what a model did not finish is tried again."""
        chat = self._screen.chat
        chat.chosen = replace(chat.chosen, summaries=not chat.chosen.summaries)
        settings.remember(summaries=chat.chosen.summaries)
        self._drop()
        self._kept.clear()
        chat.session.forget_unfinished_summaries()
        if not chat.chosen.summaries:
            chat.notice("summaries_off")
        elif chat.chosen.model:
            chat.notice("summaries_by", model=chat.chosen.model)
        else:
            chat.notice("summaries_on")
        turn, place = self._screen.turn(), self._screen.place
        if turn is None or place is None:
            self._panel.hide()
        else:
            self.follow(turn, place)

    def close(self) -> None:
        """End the model process; the chat is being left."""
        self._closed = True
        if (run := self._run) and run.shown:
            self._note(run, self._left(run, telling.say(run.answer.language, "stopped")))
        self._drop()
        if self._process.made:
            self._process.made.close()

    # -- what is read -------------------------------------------------------------------------------------------

    def follow(self, turn: Turn, place: Place) -> None:
        """A place is shown: show its summary, or begin to write it. Only the best candidate's answer has one."""
        answer, chosen = turn.answer, self._screen.chat.chosen
        if not chosen.summaries or answer is None or answer.summary is None or place.candidate:
            self._drop()
            self._panel.hide()
            return
        if self._run is None or self._run.answer is not answer:
            self._drop()
            kept = self._kept.get(turn.number)
            if kept and kept[0] is answer:
                self._panel.show(kept[1])
            elif turn.summary and (is_models(turn.summary) or not chosen.model):
                self._panel.show(_finished(turn.summary, self._by(turn.summary)))
            elif chosen.model and answer.summary.by == "extractive":
                self._begin(turn.number, answer)
            else:
                self._panel.show(_finished(answer.summary, self._by(answer.summary)))
                self._screen.chat.session.sum_up(turn.number, answer.summary)
                self._screen.chat.keep()
        self._panel.display = not place.document

    def stop(self) -> None:
        """Write no further; what was shown stays."""
        if run := self._run:
            self._drop()
            text = f"{run.text}\n{telling.say(self._screen.chat.language, 'stopped')}".strip()
            if run.shown:
                self._note(run, self._left(run, telling.say(run.answer.language, "stopped")))
            self._keep(run.turn, run.answer, View(self._status(run), text, self._remarks(run)))

    def forget(self) -> None:
        """Another conversation, or none: nothing that was written is shown again."""
        self._drop()
        self._kept.clear()
        self._panel.hide()

    @property
    def _panel(self) -> SummaryPanel:
        return self._screen.query_one(SummaryPanel)

    def _by(self, summary: Summary) -> str:
        return telling.say(self._screen.chat.language, "entry") if summary.by == "extractive" else summary.by

    def _keep(self, turn: int, answer: Answer, view: View) -> None:
        self._kept[turn] = (answer, view)
        self._panel.update_view(view)
        self._screen.say_what_escape_does()

    def _remarks(self, run: _Run) -> str:
        return together(self._screen.chat.language, *run.remarks)

    def _left(self, run: _Run, why: str) -> Summary:
        """What there is of a summary that is not finished."""
        from tfhelp.conversation.partial import Partial

        return (run.partial or Partial(run.answer)).summary(self._model.name if self._model else "", why)

    def _note(self, run: _Run, summary: Summary) -> None:
        """Put what was seen to its turn, unless another conversation has taken its place."""
        turns = run.session.conversation.turns
        if len(turns) >= run.turn and turns[run.turn - 1].answer is run.answer:
            run.session.sum_up(run.turn, summary)
            if not self._closed:  # then there is no application any more
                self._screen.chat.keep()

    def _drop(self) -> None:
        """Leave what is being written; telling the process so must not hold up the screen."""
        run, self._run = self._run, None
        if run:
            run.cancelled = True
            if run.writing:
                threading.Thread(target=run.writing.cancel, name="summary: cancel", daemon=True).start()

    # -- writing ------------------------------------------------------------------------------------------------

    def _begin(self, turn: int, answer: Answer) -> None:
        self._run = run = _Run(turn, answer, self._screen.chat.session)
        self._panel.show(View("…", "", writing=True))
        threading.Thread(target=self._write, args=(run,), name="summary", daemon=True).start()
        self._screen.say_what_escape_does()

    def _start_process(self) -> ModelProcess:
        from tfhelp.models.process import ModelProcess

        return ModelProcess()

    def _write(self, run: _Run) -> None:
        """In a thread of its own."""
        tell = partial(self._post, run)
        try:
            tell(self._written(run, tell))
        except Exception as error:  # noqa: BLE001 (whatever happens to a summary must not end the conversation)
            tell(error)

    def _written(self, run: _Run, tell: partial[None]) -> Written:
        from tfhelp.conversation.partial import Partial  # all of it only for whoever wants summaries
        from tfhelp.models.errors import ModelError
        from tfhelp.summaries.writing import Writing, choose_model, support_encoder

        chat = self._screen.chat
        if self._model is None:
            self._model = choose_model(chat.chosen.model or "", chat.chosen.models, chat.language)
        if self._closed:
            raise ModelError("cancelled", chat.language)
        run.partial = Partial(run.answer)
        run.writing = Writing(
            run.answer,
            self._model,
            self._process.get(),
            lambda: chat.engine.submit(support_encoder).result(),
            chat.language,
        )
        if run.cancelled:
            raise ModelError("cancelled", chat.language)
        return run.writing.run(tell)

    def _post(self, run: _Run, news: Telling | Written | Exception) -> None:
        with suppress(Exception):  # the chat has ended meanwhile
            self._screen.chat.call_later(self._heard, run, news)

    def _heard(self, run: _Run, news: Telling | Written | Exception) -> None:
        """On the screen's loop."""
        from tfhelp.summaries.writing import Remark, Working, Written

        if run is not self._run or not self._screen.query(SummaryPanel):
            return
        if isinstance(news, Written):
            self._finish(run, news)
            return
        if isinstance(news, Exception):
            self._fail(run, news)
            return
        if isinstance(news, Working):
            run.status = passing(news.text)
        elif isinstance(news, Remark):
            run.remarks.append(news.text)
        elif run.partial:
            run.partial.take(news)
        self._panel.update_view(View(self._status(run), run.text, self._remarks(run), writing=True))

    def _status(self, run: _Run) -> str:
        """The model and how far it is; where it was stopped, the model alone."""
        name = self._model.name if self._model else ""
        doing = run.status if self._run is run else ""
        return doing if name in doing else " · ".join(filter(None, [name, doing]))

    def _finish(self, run: _Run, written: Written) -> None:
        self._run = None
        self._note(run, written.summary)
        answer = replace(run.answer, summary=written.summary)
        turns = run.session.conversation.turns
        if len(turns) >= run.turn and turns[run.turn - 1].answer is run.answer:
            turns[run.turn - 1] = replace(turns[run.turn - 1], answer=answer)
        figures = written.figures(self._screen.chat.language)
        text = f"{run.text}\n{after(written.summary.text, run.shown)}"  # the sentences stay on their lines
        self._keep(run.turn, answer, replace(_finished(written.summary, figures), text=text))

    def _fail(self, run: _Run, error: Exception) -> None:
        """Say why, and what can be done; what was shown stays, else the entry's own summary stands in."""
        from tfhelp.models.errors import ModelError

        self._run = None
        chat, summary = self._screen.chat, run.answer.summary
        if not isinstance(error, ModelError):
            chat.report(error)
            alert = telling.say(chat.language, "instead")
        else:
            alert = str(error.spoken(chat.language))
        assert summary is not None
        view = View(self._by(summary), run.text or summary.text, self._remarks(run), alert)
        self._note(run, self._left(run, alert))
        self._keep(run.turn, run.answer, view)


def _finished(summary: Summary, by: str) -> View:
    return View(by, summary.text, summary.note)
