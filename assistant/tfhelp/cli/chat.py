"""``tfhelp`` and ``tfhelp chat``: the conversation, drawn or line by line."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from tfhelp import settings
from tfhelp.errors import UsageError
from tfhelp.reading.sanitize import sanitize

from . import output, terminal

if TYPE_CHECKING:
    import argparse

    from tfhelp.assistant import Assistant
    from tfhelp.errors import ExitCode

LATEST = "latest"
"""What ``--resume`` means without an id."""


def run(arguments: argparse.Namespace) -> ExitCode:
    """Start the chat; line by line where that was asked for or nothing else can be done."""
    chosen = settings.load()
    if arguments.env:
        chosen = replace(chosen, env=arguments.env)
    if arguments.model:
        chosen = replace(chosen, model=arguments.model, summaries=True)
    index = output.index_folder(arguments)

    def open_assistant() -> Assistant:
        from tfhelp.assistant import Assistant  # called in a thread; the chat draws its first frame meanwhile

        return Assistant.open(Path(index) if index else None, lasting=True)

    resume = _resumed(arguments.resume) if arguments.resume else None
    if arguments.plain or os.environ.get("TERM", "") == "dumb":
        if arguments.model:
            raise UsageError("The plain chat writes no summaries.", "Use 'tfhelp ask --model', or leave --model out.")
        from tfhelp.repl import run as start
    else:
        if not all(map(terminal.is_terminal, (sys.stdin, sys.stdout, sys.stderr))):
            raise UsageError(
                "The chat needs a terminal for its input, output and errors.",
                "Use 'tfhelp chat --plain', or 'tfhelp ask -' in a pipe.",
            )
        from tfhelp.chat.run import run as start
    return start(
        open_assistant,
        chosen,
        language=settings.ui_language(arguments.lang, chosen),
        answer_language=arguments.lang,
        private=arguments.private or chosen.private,
        resume=resume,
    )


def _resumed(given: str) -> str:
    """The whole id of a stored conversation."""
    from tfhelp.conversation.history import History

    with History.open() as history:
        fits = (
            [found.id for found in history.conversations(limit=1)] if given == LATEST else history.find(given.lower())
        )
    if len(fits) != 1:
        what = "No conversation is kept" if not fits else "Several conversations are kept"
        raise UsageError(f"{what} under {sanitize(given)}.", "See them with 'tfhelp history'.")
    return fits[0]
