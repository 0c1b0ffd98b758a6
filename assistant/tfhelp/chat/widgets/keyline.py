"""The last line of a screen: the keys that do something now, as many as fit."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual.content import Content
from textual.widget import Widget

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from textual import events
    from textual.binding import Binding
    from textual.screen import Screen

ALWAYS = ("help", "quit")
"""Ids of the keys that stand at the right end, whatever has to give way."""

PALETTE = "command_palette"
"""The action whose key stands before those where there is room for everything."""

GAP = 2
"""Cells between two keys."""


class Hint(NamedTuple):
    """A key and what it does."""

    key: str
    """Its name in Textual, to be pressed by a click."""
    shown: str
    does: str

    @property
    def cells(self) -> int:
        """Its width."""
        return Content(f"{self.shown} {self.does}").cell_length


class KeyLine(Widget):
    """Shown keys of the focused widget first, then those around it; what does not fit is left out whole.

    A single widget that draws anew only where something changed: the library's footer makes a widget for every key
    whenever the focus moves. A click presses the key.
    """

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {"keyline--key", "keyline--does"}
    DEFAULT_CSS = """
    KeyLine { dock: bottom; height: 1; padding: 0 1; background: $footer-background; color: $footer-foreground; }
    KeyLine > .keyline--key { color: $text-primary; text-style: bold; background: transparent; }
    KeyLine > .keyline--does { color: $footer-description-foreground; background: transparent; }
    """

    def __init__(self, always: tuple[str, ...] = ALWAYS) -> None:
        super().__init__()
        self._always = always
        self._left: list[Hint] = []
        self._right: list[Hint] = []
        self._palette: list[Hint] = []
        self._drawn: list[tuple[int, Hint]] = []
        """Where each key begins."""

    def on_mount(self) -> None:
        """Follow the focus."""
        self.screen.bindings_updated_signal.subscribe(self, self._changed)
        self._changed(self.screen)

    def on_unmount(self) -> None:
        """Follow it no longer."""
        self.screen.bindings_updated_signal.unsubscribe(self)

    def _changed(self, screen: Screen[object]) -> None:
        if not self.is_attached or screen is not self.screen:
            return
        before = (self._left, self._right, self._palette)
        always: dict[str, Hint] = {}
        self._left, self._palette = [], []
        seen: set[str] = set()
        for binding in self._bindings_now(screen):
            if binding.id and binding.id in self._always:
                always.setdefault(binding.id, self._hint(binding))
            elif binding.action.endswith(PALETTE):
                self._palette = [self._hint(binding)]
            elif binding.show and not {binding.action, binding.description} & seen:
                seen |= {binding.action, binding.description}
                self._left.append(self._hint(binding))
        self._left.sort(key=lambda hint: hint.key != "enter")
        self._right = [always[name] for name in self._always if name in always]
        if before != (self._left, self._right, self._palette):
            self.refresh()

    def _bindings_now(self, screen: Screen[object]) -> Iterator[Binding]:
        yield from (found.binding for found in screen.active_bindings.values())
        if screen.is_modal:  # keys of the application that go first work there, too
            for _, bindings in screen._binding_chain[-1:]:
                yield from (binding for _, binding in bindings if binding.id in self._always and binding.priority)

    def _hint(self, binding: Binding) -> Hint:
        return Hint(binding.key, self.app.get_key_display(binding), binding.description)

    def render(self) -> Content:
        """What matters now at the left, what always works at the right."""
        width = self.content_size.width
        right = self._right
        room = width - _cells(right)
        left = list(_fitting(self._left, room))
        if len(left) == len(self._left) and _cells(left) + _cells(self._palette) <= room:
            right = [*self._palette, *right]
        self._drawn = [*_placed(left, 0), *_placed(right, width - _cells(right) + GAP)]
        key, does = self.get_visual_style("keyline--key"), self.get_visual_style("keyline--does")
        line = Content("")
        for at, hint in self._drawn:
            line = line.pad_right(max(0, at - line.cell_length))
            line += Content.assemble((hint.shown, key), (f" {hint.does}", does))
        return line

    def on_click(self, event: events.Click) -> None:
        """Press the key that was clicked."""
        event.stop()
        at = event.get_content_offset_capture(self).x
        for begin, hint in self._drawn:
            if begin <= at < begin + hint.cells:
                self.app.simulate_key(hint.key)


def _cells(hints: Iterable[Hint]) -> int:
    """Cells of keys with a gap behind each."""
    return sum(hint.cells + GAP for hint in hints)


def _fitting(hints: Iterable[Hint], room: int) -> Iterator[Hint]:
    """The keys that fit, the first ones first."""
    for hint in hints:
        if hint.cells + GAP <= room:
            room -= hint.cells + GAP
            yield hint


def _placed(hints: Iterable[Hint], at: int) -> Iterator[tuple[int, Hint]]:
    """Keys with the cells they begin at."""
    for hint in hints:
        yield at, hint
        at += hint.cells + GAP
