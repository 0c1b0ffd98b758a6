"""The commands about what is kept: history, resume, delete, export, private."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

from . import show
from .core import Misuse
from .words import say

if TYPE_CHECKING:
    from tfhelp.conversation.session import Format

    from .core import Core

FORMATS = ("markdown", "json", "issue")


def history(core: Core, words: str) -> None:
    """List earlier conversations, or the questions that hold the words."""
    history = core.session.history
    lines = []
    core.listed = []
    if words:
        for hit in history.search(words):
            core.listed.append(hit.conversation)
            when = show.moment(hit.at)
            lines.append(
                say(core.language, "hit", number=len(core.listed), title=hit.title, turn=hit.number,
                    snippet=show.short(hit.snippet), when=when, id=hit.conversation)
            )  # fmt: skip
    else:
        for kept in history.conversations():
            core.listed.append(kept.id)
            when = show.moment(kept.last)
            lines.append(
                say(core.language, "kept", number=len(core.listed), title=kept.title, turns=kept.turns,
                    when=when, id=kept.id)
            )  # fmt: skip
    if not lines:
        raise core.refusal("no_conversations")
    core.write(lines)


def resume(core: Core, given: str) -> None:
    """Go on with an earlier conversation."""
    if not given:
        raise Misuse
    core.resume(given)


def delete(core: Core, given: str) -> None:
    """Delete an earlier conversation, or all."""
    if not given:
        raise Misuse
    if given == "all":
        core.session.history.clear()
        core.session.renew()
        core.forget_views()
        core.listed = []
        core.tell("deleted_all")
        return
    conversation = core.resolve(given)
    core.session.history.delete(conversation)
    core.session.deleted(conversation)
    core.tell("deleted")


def export(core: Core, arguments: str) -> None:
    """Write this conversation to a file that does not exist yet."""
    form, _, name = arguments.partition(" ")
    if form not in FORMATS:
        raise Misuse
    if not core.session.conversation.turns:
        raise core.refusal("nothing_asked")
    try:
        path = Path(name.strip()).expanduser() if name.strip() else None
        written = core.session.export(core.assistant, cast("Format", form), path)
    except FileExistsError:
        raise core.refusal("not_exported", why=say(core.language, "exists", path=name.strip())) from None
    except (OSError, RuntimeError, ValueError) as error:  # RuntimeError: ~somebody that does not exist
        raise core.refusal("not_exported", why=getattr(error, "strerror", None) or error) from None
    core.tell("exported", path=written)


def private(core: Core, state: str) -> None:
    """Keep nothing from now on, keep again, or say which of them it is."""
    if not state:
        core.tell("private_is_on" if core.session.private else "private_is_off")
        return
    if state not in ("on", "off"):
        raise Misuse
    core.keep()  # what was asked before it is kept, what comes after it is not
    core.session.private = state == "on"
    core.tell(f"private_{state}")
