"""``tfhelp ask``."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tfhelp.assistant import AskOptions, Assistant
from tfhelp.errors import ExitCode, UsageError
from tfhelp.reading.decode import decode
from tfhelp.reading.sanitize import sanitize

from . import output, streams, terminal

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable

    from tfhelp.answer import Answer

    from .summarize import Summaries

MAX_CANDIDATES = 50

_EXPECTED = 'Expected is a string, or an object such as {"query": "…"}.'


def run(arguments: argparse.Namespace, words: list[str]) -> ExitCode:
    """Answer one question, or a batch of them."""
    if not 1 <= arguments.n <= MAX_CANDIDATES:
        raise UsageError(f"-n {arguments.n} is not between 1 and {MAX_CANDIDATES}.")
    options = AskOptions(
        language=arguments.lang, limit=arguments.n, exclude=tuple(arguments.exclude), environment=arguments.env
    )
    index = output.index_folder(arguments)
    if arguments.batch and (words or arguments.file):
        raise UsageError("--batch takes its questions from its file only.", "Leave the words and -f out.")
    if arguments.summarize or arguments.model is not None:
        from .summarize import Summaries

        with Summaries(arguments.model) as summaries:
            return _answer(arguments, words, options, index, summaries)
    return _answer(arguments, words, options, index, None)


def _answer(
    arguments: argparse.Namespace,
    words: list[str],
    options: AskOptions,
    index: str | None,
    summaries: Summaries | None,
) -> ExitCode:
    if arguments.batch:
        return _batch(arguments.batch, options, index, summaries)
    text = _question(words, arguments.file)
    assistant = Assistant.open(Path(index) if index else None)
    answer = assistant.ask(text, options)
    fault = None
    if summaries and arguments.json:
        answer, fault = summaries.waited(answer, assistant)
    _report(answer.missing)
    if arguments.why:
        from tfhelp.render.why import to_why

        sys.stderr.write(to_why(answer, assistant.searcher.bundle))
    output.show(answer, arguments, summarized=summaries is not None)
    if arguments.copy and answer.confident:
        print(_copy(answer), file=sys.stderr)
    if summaries and not arguments.json:
        summaries.show(answer, assistant, arguments)
    if fault:
        raise fault
    return ExitCode.ANSWERED if answer.confident else ExitCode.NOTHING_RELEVANT


def _copy(answer: Answer) -> str:
    """Copy the first command of the fix; what is said about it."""
    from tfhelp import clipboard
    from tfhelp.summaries.extractive import first_command

    command = first_command(answer.candidates[0])
    if not command:
        return clipboard.say(answer.language, "no_command")
    copied = clipboard.copy(command, clipboard.terminal_writer(sys.stderr))
    return f"{clipboard.told(copied, answer.language)}: {command}"


def _report(sentences: Iterable[str]) -> None:
    """Say on stderr, a line each, which ways of searching do not work here."""
    for sentence in sentences:
        print(f"tfhelp: {' '.join(sanitize(sentence).split())}", file=sys.stderr)


def _question(words: list[str], files: list[str]) -> str:
    """Words, then files, then standard input where it is asked for or where nothing else was given."""
    # Bytes that the locale cannot read arrive as surrogates; they are decoded like any paste.
    parts = [decode(os.fsencode(" ".join(word for word in words if word != "-")))]
    parts += [streams.read_file(Path(name)) for name in files]
    if "-" in words or not (words or files):
        parts.append(streams.read_stdin())
    return "\n".join(part for part in parts if part.strip())


def _batch(source: str, options: AskOptions, index: str | None, summaries: Summaries | None) -> ExitCode:
    """Answer line by line, in order; a bad line gets an error object and the rest goes on."""
    from tfhelp.render.as_json import dumps, error_dict, to_dict

    assistant = Assistant.open(Path(index) if index else None, lasting=True)
    ascii_only = not terminal.is_unicode(sys.stdout)
    worst = ExitCode.ANSWERED
    reported: set[str] = set()
    for line in _lines(source):
        if not line.strip():
            continue
        try:
            text, own = _batch_question(line, options)
            answer = assistant.ask(text, own)
            _report(sentence for sentence in answer.missing if sentence not in reported)
            reported.update(answer.missing)
            if summaries:
                answer, fault = summaries.waited(answer, assistant)
                if fault:
                    worst = max(worst, ExitCode.UNUSABLE)
                    _report(sentence for sentence in [str(fault)] if sentence not in reported)
                    reported.add(str(fault))
            data = to_dict(answer, summarized=summaries is not None)
        except UsageError as error:
            data, worst = error_dict("usage", str(error)), max(worst, ExitCode.USAGE)
        sys.stdout.write(dumps(data, ascii_only=ascii_only))
        sys.stdout.flush()
    return worst


def _lines(source: str) -> Iterable[str]:
    if source == "-":
        if sys.stdin is None:
            raise UsageError("There is no standard input to read.")
        yield from map(decode, sys.stdin.buffer)
        return
    try:
        with Path(source).open("rb") as file:
            yield from map(decode, file)
    except OSError as error:
        raise UsageError(f"--batch {source} cannot be read: {error.strerror}.") from None


def _batch_question(line: str, options: AskOptions) -> tuple[str, AskOptions]:
    try:
        data: Any = json.loads(line)
    except (ValueError, RecursionError):
        raise UsageError("The line is not JSON.", _EXPECTED) from None
    if isinstance(data, str):
        return data, options
    if not isinstance(data, dict) or not isinstance(data.get("query"), str):
        raise UsageError("The line has no text under 'query'.", _EXPECTED)
    language = data.get("lang", options.language)
    if language not in (None, "en", "zh"):
        raise UsageError(f"lang {language!r} is neither 'en' nor 'zh'.")
    return data["query"], replace(options, language=language)
