"""``tfhelp chat --plain``: the same conversation line by line, for screen readers, dumb terminals and logs."""

from .loop import run

__all__ = ["run"]
