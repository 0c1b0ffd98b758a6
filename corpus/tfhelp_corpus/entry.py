"""The nouns of the knowledge: an entry is one problem with its fix, the unit that an answer shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

Language = Literal["en", "zh"]
LANGUAGES: tuple[Language, ...] = get_args(Language)

Kind = Literal["guide", "issue"]
How = Literal["reproduced", "source", "thread", "documentation"]
Role = Literal["meaning", "why", "fix", "otherwise", "text"]

CATEGORIES = (
    "install", "hub", "loading", "tokenizer", "memory", "device", "training", "distributed", "generation",
    "quantization", "attention", "pipeline", "vision-audio", "peft", "export", "saving", "v5-migration",
    "environment", "outputs", "help",
)  # fmt: skip

HEADINGS: dict[Language, dict[Role, str]] = {
    "en": {
        "meaning": "What it means",
        "why": "Why",
        "fix": "Fix",
        "otherwise": "If that did not help",
    },
    "zh": {
        "meaning": "含义",
        "why": "原因",
        "fix": "解决办法",
        "otherwise": "如果还不行",
    },
}


@dataclass(frozen=True, slots=True)
class Signature:
    """The text of an error as printed, its variable parts marked, with a line that shows it."""

    pattern: str
    """One line; ``{name}`` stands for a part that varies, ``{{`` and ``}}`` for braces."""
    example: str
    """A whole line as a user sees it; the pattern matches it."""


@dataclass(frozen=True, slots=True)
class Verification:
    """How far an entry can be trusted, and since when."""

    how: How
    on: str | None
    """The releases on which it was tried, None when nothing was run."""
    date: dt.date
    note: str


@dataclass(frozen=True, slots=True)
class Section:
    """One part of a body: its role, its heading and its Markdown."""

    role: Role
    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class EntryText:
    """What an entry says in one language."""

    title: str
    questions: tuple[str, ...]
    sections: tuple[Section, ...]

    @property
    def markdown(self) -> str:
        """The whole text as Markdown, from the title down."""
        parts = (f"## {part.heading}\n\n{part.text}" if part.heading else part.text for part in self.sections)
        return "\n\n".join([f"# {self.title}", *parts]) + "\n"

    def section(self, role: Role) -> str:
        """The Markdown of the first section with that role, empty when there is none."""
        return next((section.text for section in self.sections if section.role == role), "")


@dataclass(frozen=True, slots=True)
class Entry:
    """One problem with its fix."""

    code: str
    """``TF0042`` for a packaged entry; derived from the id (``U1A2B3C``) for one from the user's own documents."""
    id: str
    kind: Kind
    category: str
    exception: str | None
    """The last part of the exception's name, None for warnings and silent problems."""
    signatures: tuple[Signature, ...]
    applies_to: Mapping[str, str]
    """PEP 440 specifiers by distribution name; empty when it is not a matter of versions."""
    references: tuple[str, ...]
    problems: tuple[str, ...]
    verified: Verification | None
    """None for the user's own documents: nobody vouched for them."""
    texts: Mapping[Language, EntryText]
    source: str
    """Where it was read, relative to the root of its corpus."""
