"""What typed commands do."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, cast

from tfhelp.reading.sanitize import sanitize
from tfhelp_corpus.errors import TfhelpError

from . import commands
from .widgets.body import Body
from .widgets.prompt import Prompt
from .words import say

if TYPE_CHECKING:
    from tfhelp.conversation.session import Format

    from .app import ChatApp


def obey(app: ChatApp, text: str) -> bool:
    """Do what a typed command says; False where the text is a question."""
    command = commands.read(text)
    if command is None:
        return False
    if command.guess:
        app.main.query_one(Prompt).set_text(text)
        words = {"command": f"/{command.name}", "guess": f"/{command.guess}"}
        app.notify(say(app.language, "unknown_command", **words), severity="warning", markup=False)
        return True
    app.work(_obey(app, command), "command")
    return True


async def _obey(app: ChatApp, command: commands.Command) -> None:
    first = command.arguments[0] if command.arguments else ""
    match command.name:
        case "export":
            form = first if first in ("markdown", "json", "issue") else "markdown"
            rest = command.arguments[1:] if first == form else command.arguments
            await export(app, cast("Format", form), Path(" ".join(rest)).expanduser() if rest else None)
        case "lang":
            app.set_language("zh" if first == "zh" else "en" if first == "en" else app.other_language)
        case "env":
            use_environment(app, " ".join(command.arguments))
        case "copy":
            await app.main.query_one(Body).action_copy(
                first if first in ("code", "command", "answer", "link") else "code"
            )
        case "not":
            await app.main.action_not_this()
        case "private":
            app.action_toggle_private()
        case "summaries":
            app.action_toggle_summaries()
        case "quit":
            app.exit()
        case name:
            getattr(app, f"action_{name}")()


async def export(app: ChatApp, form: Format, path: Path | None = None) -> None:
    """Write the conversation to a file, in the current folder where none is named; says what happened."""
    if not app.session.conversation.turns:
        app.notify(say(app.language, "nothing_asked"), markup=False)
        return
    work = app.engine.submit(lambda assistant: app.session.export(assistant, form, path))
    try:
        written = await asyncio.wrap_future(work)
    except (OSError, TfhelpError) as error:
        reason = getattr(error, "strerror", None) or error
        text = say(app.language, "not_exported", reason=sanitize(f"{path or ''} {reason}".strip()))
        app.notify(text, severity="error", markup=False)
        return
    app.notify(say(app.language, "exported", path=sanitize(str(written))), timeout=6, markup=False)


def use_environment(app: ChatApp, folder: str) -> None:
    """Read versions from the environment in a folder from now on; empty for the chat's own way of finding one."""
    if folder and not Path(folder).expanduser().is_dir():
        app.notify(say(app.language, "no_folder", path=sanitize(folder)), severity="warning", markup=False)
        return
    folder = str(Path(folder).expanduser()) if folder else ""
    app.session.options = replace(app.session.options, environment=folder or None)
    app.session.forget_answers()
    app.notify(say(app.language, "environment", path=sanitize(folder) or "-"), markup=False)
