"""What the palette offers."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual.app import SystemCommand

from . import commands
from .widgets.body import Body
from .words import say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.screen import Screen

    from .app import ChatApp


def offered(app: ChatApp, screen: Screen[object]) -> Iterator[SystemCommand]:
    """The theme everywhere; on the main screen what its keys and the typed commands do."""
    language, main = app.language, app.main
    yield SystemCommand(say(language, "theme"), say(language, "theme_help"), app.action_change_theme)
    if screen is not main:
        return
    entries = {
        "new": app.action_new,
        "topics": app.action_topics,
        "history": app.action_history,
        "find": main.action_find,
        "not_this": main.action_not_this,
        "summaries": app.action_toggle_summaries,
        "toggle_private": app.action_toggle_private,
        "switch_language": app.action_switch_language,
        "help": app.action_help,
        "quit": app.exit,
    }
    for name, action in entries.items():
        told = commands.say(language, name) if name in commands.NAMES else ""
        yield SystemCommand(say(language, name), told, action)
    body = main.query_one(Body)
    for what in ("code", "command", "answer", "link"):
        yield SystemCommand(say(language, f"copy_{what}"), "", partial(body.action_copy, what))
    for form in ("markdown", "json", "issue"):
        yield SystemCommand(say(language, f"export_{form}"), "", partial(app.action_export, form))
