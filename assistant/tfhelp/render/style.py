"""Colours of a terminal, or none. Only the sixteen that a terminal's own theme sets, so dark and light both work."""

from __future__ import annotations

from dataclasses import dataclass

_CODES = {"title": "1;36", "bold": "1", "code": "32", "dim": "2", "warn": "1;33"}


@dataclass(frozen=True, slots=True)
class Style:
    """Paints text, if colours are on."""

    colored: bool

    def paint(self, text: str, name: str) -> str:
        """Text in the style of that name; the empty name is no style."""
        code = _CODES.get(name)
        return f"\x1b[{code}m{text}\x1b[0m" if self.colored and code and text else text

    def title(self, text: str) -> str:
        """A title."""
        return self.paint(text, "title")

    def bold(self, text: str) -> str:
        """A heading."""
        return self.paint(text, "bold")

    def code(self, text: str) -> str:
        """Code and commands."""
        return self.paint(text, "code")

    def dim(self, text: str) -> str:
        """What is read last."""
        return self.paint(text, "dim")

    def warn(self, text: str) -> str:
        """What must not be overlooked."""
        return self.paint(text, "warn")
