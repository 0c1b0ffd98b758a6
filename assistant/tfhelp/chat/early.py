"""What is typed while the chat starts: held until the prompt is there, then handed on in order."""

from __future__ import annotations

from itertools import groupby

from textual import events
from textual.app import App

Typed = events.Key | events.Paste


class EarlyKeys(App[None]):
    """An application that keeps keys and pastes until `let_in` says that somebody is there to take them."""

    def __init__(self) -> None:
        super().__init__()
        self._early: list[Typed] | None = []
        self._leaving: int | None = None

    async def on_event(self, event: events.Event) -> None:
        """Hold what is typed too early; all else takes its way."""
        if self._early is not None and isinstance(event, Typed) and not event.is_forwarded:
            self._early.append(event)
        else:
            await super().on_event(event)

    async def let_in(self) -> None:
        """Hand on what was held, and hold nothing from now on; called in the application's own queue."""
        early, self._early = self._early or [], None
        if self._leaving is not None:
            self.exit(return_code=self._leaving)
            return
        for event in in_lines(early):
            await super().on_event(event)

    def leave(self, code: int) -> None:
        """End with an exit code, but not before somebody is there: what is half mounted cannot be taken down."""
        self._leaving = code
        if self._early is None:
            self.exit(return_code=code)


def in_lines(early: list[Typed]) -> list[Typed]:
    """What is meant by keys that came before the prompt.

    A terminal that is not yet in the hands of the chat turns Enter into a line feed, and does not mark what is
    pasted. So a line end is Enter again; and since nobody types two lines within a start, several are one paste.
    """
    meant: list[Typed] = []
    for is_text, run in groupby(early, key=lambda event: _text(event) is not None):
        keys = list(run)
        text = "".join(_text(key) or "" for key in keys)
        body = text.strip("\n")
        if not is_text:
            meant += keys
        elif "\n" in body:
            meant.append(events.Paste(body))
        else:
            meant += [key for key in keys if _text(key) != "\n"]
        if is_text and text.endswith("\n"):
            meant.append(events.Key("enter", "\r"))
    return meant


def _text(event: Typed) -> str | None:
    """What a key would write, None for a paste and for keys that write nothing."""
    if isinstance(event, events.Paste):
        return None
    if event.key in ("enter", "ctrl+j"):
        return "\n"
    return "\t" if event.key == "tab" else event.character if event.is_printable else None
