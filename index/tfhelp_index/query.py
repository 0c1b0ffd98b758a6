"""What is asked, in the form that search needs. It is read from raw text by the floor above (`tfhelp.reading`)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tfhelp_corpus.entry import Language

Form = Literal["error", "traceback", "question"]
Role = Literal["root", "wrapper", "warning"]


@dataclass(frozen=True, slots=True)
class ErrorMessage:
    """One error of a paste: ``ValueError: Asking to pad but …``."""

    exception: str | None
    """The last part of the class name, None for a message without class (a warning, a C++ abort)."""
    message: str
    """The text after the class, its lines joined by blanks."""
    role: Role = "root"
    """``wrapper``: raised because of another one, or only reporting it; ``warning``: nothing failed by it."""


@dataclass(frozen=True, slots=True)
class Query:
    """A question, understood."""

    text: str
    """What was asked or pasted, sanitized and bounded."""
    language: Language | None
    """Of the human words, None when there are none (a bare error line)."""
    form: Form
    words: str
    """The human words: what remains without tracebacks, log lines and code."""
    errors: tuple[ErrorMessage, ...] = ()
    """Root cause first, then the outermost one, then those between; of several tracebacks the last one first."""
    lines: tuple[str, ...] = ()
    """Lines that may hold an error's text, the most telling first; signatures are looked for in these."""
    frames: tuple[str, ...] = ()
    """Code lines and names of the frames nearest to the error, the user's own first."""
    versions: Mapping[str, str] = field(default_factory=dict)
    """Versions named in the text, by distribution name."""

    @property
    def lexical_text(self) -> str:
        """The text whose terms are searched: words, errors, then the nearest frames."""
        errors = [f"{error.exception or ''} {error.message}" for error in self.errors]
        return "\n".join([self.words, *errors, *(self.lines[:8] if not errors else ()), *self.frames[:4]])

    @property
    def dense_text(self) -> str:
        """The text that is embedded; the encoder keeps its head, so the root error stands right after the words.

        Warnings stand in it only where nothing failed: beside an error they say nothing of what is wrong.
        """
        telling = [error for error in self.errors if error.role != "warning"] or self.errors
        errors = [f"{error.exception or ''}: {error.message}".lstrip(": ")[:400] for error in telling[:2]]
        words = self.words if len(self.words) <= 400 or not errors else f"{self.words[:250]} {self.words[-150:]}"
        return "\n".join(filter(None, [words, *errors])) or self.text[:1000]
