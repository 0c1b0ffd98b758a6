"""The way into the prompt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tfhelp.chat.widgets.prompt import Prompt

from .finding import Finding

if TYPE_CHECKING:
    from textual import events


class Typing(Finding):
    """A screen with a prompt, which takes what is typed elsewhere."""

    def on_key(self, event: events.Key) -> None:
        """What is typed while nothing has the focus goes into the prompt."""
        if self.focused is None and event.is_printable and event.character:
            event.stop()
            prompt = self.query_one(Prompt)
            prompt.insert(event.character)
            prompt.focus()

    def action_focus_prompt(self) -> None:
        """Type."""
        self.query_one(Prompt).focus()
