"""A document: one guide page or one issue that somebody else wrote, and the entries that it gives."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .entry import Entry, EntryText, Section

if TYPE_CHECKING:
    from .entry import Kind, Language

MIN_SECTION_CHARS = 40
"""A section with less text than this says nothing on its own."""

DERIVED_DIGITS = 6
"""Hexadecimal digits in a derived code; where two entries of one corpus would share it, one has more."""

_SLUG = re.compile(r"[^\w\u3400-\u9fff]+")


@dataclass(frozen=True, slots=True)
class DocumentSection:
    """A headed part of a document, with the headings above it."""

    path: tuple[str, ...]
    """Headings from the document's title down to this section's own."""
    text: str
    """Markdown."""


@dataclass(frozen=True, slots=True)
class Document:
    """One page or issue, parsed."""

    id: str
    title: str
    kind: Kind
    language: Language
    sections: tuple[DocumentSection, ...]
    references: tuple[str, ...]
    source: str

    def entries(self) -> list[Entry]:
        """One entry for each section that says something.

        The code is derived from the id, so it stays the same as long as the document's place and heading do.
        """
        found: list[Entry] = []
        taken: set[str] = set()
        for section in self.sections:
            if len(section.text) < MIN_SECTION_CHARS:
                continue
            base = f"{self.id}#{_slug(section.path[-1])}"
            entry_id, number = base, 2
            while entry_id in taken:
                entry_id, number = f"{base}-{number}", number + 1
            taken.add(entry_id)
            found.append(self._entry(entry_id, section))
        return found

    def _entry(self, entry_id: str, section: DocumentSection) -> Entry:
        title = " › ".join(section.path[1:] or section.path)
        text = EntryText(title, (), (Section("text", "", section.text),))
        return Entry(
            code=derived_code(entry_id),
            id=entry_id,
            kind=self.kind,
            category="document",
            exception=None,
            signatures=(),
            applies_to={},
            references=self.references,
            problems=(),
            verified=None,
            texts={self.language: text},
            source=self.source,
        )


def derived_code(entry_id: str, digits: int = DERIVED_DIGITS) -> str:
    """The code of an entry that nobody numbered: ``U`` and the first digits of a hash of its id."""
    return "U" + hashlib.sha256(entry_id.encode()).hexdigest()[:digits].upper()


def _slug(heading: str) -> str:
    return _SLUG.sub("-", heading.casefold()).strip("-") or "text"
