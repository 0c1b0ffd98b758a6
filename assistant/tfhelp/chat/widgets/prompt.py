"""The prompt: several lines, and long pastes folded to a label."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import TextArea

from tfhelp.chat.words import say
from tfhelp.reading.bounds import bounded
from tfhelp.reading.sanitize import sanitize

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual import events

    from tfhelp_corpus.entry import Language

FOLD_LINES = 6
"""A paste of more lines is folded."""

FOLD_CHARS = 2_000
"""So is one of more characters, however few its lines."""

MAX_PAST = 100
"""Questions that can be called back."""


class Prompt(TextArea):
    """Where questions are typed. Enter asks; a paste of any size is taken as it is."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "ask", "Ask", id="ask"),
        Binding("ctrl+j,shift+enter,alt+enter", "newline", "New line", id="newline"),
        Binding("ctrl+o", "unfold", "Unfold", id="unfold"),
        Binding("ctrl+up", "earlier", "Earlier question", id="earlier", show=False),
        Binding("ctrl+down", "later", "Later question", id="later", show=False),
    ]

    DEFAULT_CSS = """
    Prompt {
        height: auto; min-height: 3; max-height: 8; border: round $foreground 30%; padding: 0 1;
        background: transparent;
    }
    Prompt:focus { border: round $border; }
    """

    @dataclass
    class Asked(Message):
        """A question was sent off."""

        prompt: Prompt
        text: str
        """With every fold unfolded."""

        @property
        def control(self) -> Prompt:
            """The prompt."""
            return self.prompt

    def __init__(self, language: Language) -> None:
        super().__init__(soft_wrap=True, show_line_numbers=False, id="prompt")
        self.words_language = language
        self._folds: dict[str, str] = {}
        self._past: list[str] = []
        self._at = 0

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to unfold only what is folded."""
        return bool(self._folds) if action == "unfold" else super().check_action(action, parameters)

    def relabel(self, language: Language) -> None:
        """Speak a language."""
        self.words_language = language
        self._invite()

    def on_resize(self) -> None:
        """Say at each width what can be said whole."""
        self._invite()

    def _invite(self) -> None:
        texts = [say(self.words_language, name) for name in ("placeholder", "placeholder_short", "placeholder_least")]
        width = self.content_size.width
        self.placeholder = next((text for text in texts if cell_len(text) <= width), texts[-1])

    @property
    def unfolded(self) -> str:
        """The text with every fold unfolded."""
        text = self.text
        for label, hidden in self._folds.items():
            text = text.replace(label, hidden)
        return text

    def check_consume_key(self, key: str, character: str | None = None) -> bool:
        """Offer the key that asks as one of the prompt's, also where the key map chose a letter for it."""
        return not self._asks(key) and super().check_consume_key(key, character)

    async def _on_key(self, event: events.Key) -> None:
        """Do at once what the prompt's own keys do: on their way round by the application, letters would overtake."""
        own = None if event.is_printable else self.screen.active_bindings.get(event.key)
        if self._asks(event.key):
            action = "ask"
        elif own is not None and own.node is self and own.enabled:
            action = own.binding.action
        else:
            return
        event.prevent_default()
        event.stop()
        await self.app.run_action(action, self)

    def _asks(self, key: str) -> bool:
        chosen: Mapping[str, str] = self.app._keymap
        return key in chosen.get("ask", "enter").split(",")

    async def _on_paste(self, event: events.Paste) -> None:
        event.prevent_default()
        event.stop()
        self.insert_pasted(event.text)

    def insert_pasted(self, text: str) -> None:
        """Put pasted text where the cursor is, folded if it is long; of a very long one, what will be looked at.

        The label tells how long it was.
        """
        lines = text.count("\n") + text.count("\r") - text.count("\r\n") + 1
        kept = bounded(text)
        left_out = len(text) - len(kept)
        text = sanitize(kept)
        if lines > FOLD_LINES or len(text) > FOLD_CHARS:
            label = self._label(text, lines, len(text) + left_out)
            self._folds[label] = text
            text = label
        if result := self._replace_via_keyboard(text, *self.selection):
            self.move_cursor(result.end_location)
        self.refresh_bindings()

    def _label(self, text: str, lines: int, characters: int) -> str:
        if lines == 1:
            name = say(self.words_language, "folded_line", characters=characters)
        else:
            is_error = "Traceback (most recent call last)" in text or "Error" in text
            name = say(self.words_language, "folded" if is_error else "folded_text", lines=lines)
        label, number = f"[{name}]", 2
        while label in self._folds or label in self.text:
            label, number = f"[{name} #{number}]", number + 1
        return label

    def action_ask(self) -> None:
        """Send the question off and make room for the next."""
        text = self.unfolded
        if not text.strip():
            return
        if not self._past or self._past[-1] != text:
            self._past = [*self._past, text][-MAX_PAST:]
        self._at = len(self._past)
        self.set_text("")
        self.post_message(self.Asked(self, text))

    def action_newline(self) -> None:
        """Break the line."""
        self._replace_via_keyboard("\n", *self.selection)

    def action_unfold(self) -> None:
        """Show what is folded, in place."""
        text = self.unfolded
        self._folds.clear()
        self.text = text
        self.move_cursor(self.document.end)
        self.refresh_bindings()

    def action_earlier(self) -> None:
        """Call back the question before."""
        self._call_back(self._at - 1)

    def action_later(self) -> None:
        """Call back the question after; behind the last is an empty prompt."""
        self._call_back(self._at + 1)

    def set_text(self, text: str) -> None:
        """Replace all, folding what is long."""
        self._folds.clear()
        self.text = ""
        if text:
            self.insert_pasted(text)
        self.refresh_bindings()

    def _call_back(self, at: int) -> None:
        if 0 <= at <= len(self._past):
            self._at = at
            self.set_text(self._past[at] if at < len(self._past) else "")
