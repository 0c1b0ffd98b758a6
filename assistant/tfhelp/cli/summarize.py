"""``tfhelp ask --summarize``: the summary behind the answer, as it is written."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from tfhelp import settings
from tfhelp.errors import UsageError
from tfhelp.models.errors import ModelError
from tfhelp.models.process import ModelProcess
from tfhelp.reading.sanitize import sanitize
from tfhelp.render.style import Style
from tfhelp.render.summary import after, parts, passing, summary_lines, together
from tfhelp.render.wrap import cut
from tfhelp.summaries.summarizer import Shown
from tfhelp.summaries.telling import say
from tfhelp.summaries.writing import Remark, Working, Writing, choose_model, support_encoder

from . import terminal

if TYPE_CHECKING:
    import argparse

    from tfhelp.answer import Answer
    from tfhelp.assistant import Assistant
    from tfhelp.models.writer_facts import WriterFacts
    from tfhelp.summaries.writing import Telling, Written
    from tfhelp_corpus.entry import Language

MOST_FAILURES = 3
"""In a row; then a batch goes on without its model."""


class Summaries:
    """The summaries of one run; the model process starts with the first one that needs it, and is kept.

    Args:
        named: the model that writes; None for the configured one, or none.

    Raises:
        UsageError: ``named`` is empty, or the settings cannot be read.
    """

    def __init__(self, named: str | None) -> None:
        if named is not None and not named.strip():
            raise UsageError(
                "--model is empty.", "Name a folder, a .gguf file, or a model that 'tfhelp models' lists."
            )
        configured = settings.load()
        self._named, self._folders = named or configured.model, configured.models
        self._process = ModelProcess()
        self._model: WriterFacts | None = None
        self._faults: list[ModelError] = []
        """Those since the last summary."""

    def __enter__(self) -> Summaries:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.close()

    def waited(self, answer: Answer, assistant: Assistant) -> tuple[Answer, ModelError | None]:
        """The answer with its summary, for programs.

        Returns:
            The answer, and why its summary is not the model's; the note of the summary says that, too.
        """
        if not answer.confident or answer.summary is None or not self._named:
            return answer, None
        progress = _Progress()
        try:
            if len(self._faults) >= MOST_FAILURES:
                raise self._faults[-1].spoken(answer.language)
            written = self._writing(answer, assistant).run(partial(_wait, progress))
        except ModelError as error:
            self._faults.append(error)
            return replace(answer, summary=replace(answer.summary, note=error.message)), error
        finally:
            progress.erase()
        self._faults.clear()
        return replace(answer, summary=written.summary), None

    def show(self, answer: Answer, assistant: Assistant, arguments: argparse.Namespace) -> None:
        """Print the summary below an answer, sentence by sentence.

        Raises:
            ModelError: the model cannot write it; what was printed stays, and where that is nothing, the entry's own
                summary stands in.
        """
        language = answer.language
        if not answer.confident or answer.summary is None:
            print(f"tfhelp: {say(language, 'not_confident')}", file=sys.stderr)
            return
        sheet = _Sheet(language, plain=arguments.plain)
        if not self._named:
            sheet.put(answer.summary.text)
            print(f"tfhelp: {say(language, 'no_model')}", file=sys.stderr)
            return
        try:
            sheet.finish(self._writing(answer, assistant).run(sheet.tell))
        except ModelError:
            if not sheet.begun:
                sheet.put(answer.summary.text)
                sheet.put(say(language, "entry"), "dim")
            raise
        finally:
            sheet.progress.erase()

    def _writing(self, answer: Answer, assistant: Assistant) -> Writing:
        assert self._named
        if self._model is None:
            self._model = choose_model(self._named, self._folders, answer.language)
        return Writing(answer, self._model, self._process, partial(support_encoder, assistant))


class _Sheet:
    """What is printed of a summary; its heading with the first line, so that one that fails leaves none."""

    def __init__(self, language: Language, *, plain: bool) -> None:
        self._language, self._plain = language, plain
        self.begun = False
        """Whether there is something of the summary to be read."""
        self._shown: list[str] = []
        self.progress = _Progress()

    def tell(self, event: Telling) -> None:
        """A sentence goes to stdout, what should be known besides to stderr."""
        if isinstance(event, Working):
            self.progress.show(passing(event.text))
        elif isinstance(event, Shown):
            self._shown.append(event.text)
            self.put(event.text)
        elif isinstance(event, Remark):
            self.progress.erase()
            print(f"tfhelp: {event.text}", file=sys.stderr)

    def finish(self, written: Written) -> None:
        """What follows the sentences: the entry's code, or its own summary; and who wrote it, how fast."""
        summary = written.summary
        if rest := after(summary.text, self._shown):
            self.put(rest)
        end = "。" if self._language == "zh" else "."
        self.put(together(self._language, written.figures(self._language) + end, summary.note), "dim")

    def put(self, text: str, name: str = "") -> None:
        """Print a part of it."""
        self.progress.erase()
        style = Style(terminal.wants_color(sys.stdout))
        lines: list[str] = []
        if not self.begun:
            heading = say(self._language, "heading")
            lines += ["", heading + ("：" if self._language == "zh" else ":") if self._plain else style.bold(heading)]
            self.begun = True
        elif name:
            lines.append("")
        if self._plain:
            lines += sanitize(text).strip("\n").splitlines() if name else list(parts(sanitize(text)))
        else:
            width = terminal.columns(sys.stdout)
            rows = summary_lines(sanitize(text), width, style if not name else Style(colored=False))
            lines += [style.paint(row, name) for row in rows] if name else rows
        if lines:
            sys.stdout.write("\n".join(line.rstrip() for line in lines) + "\n")
            sys.stdout.flush()


class _Progress:
    """One line on stderr that is written over and at last erased, where a person watches it."""

    def __init__(self) -> None:
        self._watched = terminal.is_terminal(sys.stderr) and os.environ.get("TERM", "") != "dumb"
        self._stands = False

    def show(self, text: str) -> None:
        if self._watched:
            sys.stderr.write(f"\r\x1b[K{cut(sanitize(text), terminal.columns(sys.stderr) - 2)}…")
            sys.stderr.flush()
            self._stands = True

    def erase(self) -> None:
        if self._stands:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
            self._stands = False


def _wait(progress: _Progress, event: Telling) -> None:
    if isinstance(event, Working):
        progress.show(passing(event.text))
