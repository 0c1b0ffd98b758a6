"""What is shown, as plain lines: an answer, a document, lists. No printing, no state."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tfhelp.messages import message
from tfhelp.reading.sanitize import sanitize
from tfhelp.render import facts
from tfhelp.render.pages import Page, document_page
from tfhelp.render.plain import to_plain

from .words import say

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tfhelp.answer import Answer, Candidate
    from tfhelp_corpus.entry import Language
    from tfhelp_index.records import Outline

MAX_SNIPPET = 120
"""Characters of a question or of a found line in a list."""


@dataclass(frozen=True, slots=True)
class View:
    """One thing that was shown."""

    answer: Answer
    candidate: Candidate | None
    """None where nothing relevant was found."""
    text: str

    @property
    def page(self) -> Page | None:
        """The same as a page, for its code and links."""
        return document_page(self.answer, self.candidate, None) if self.candidate else None


def answer_view(answer: Answer) -> View:
    """An answer as it is shown first."""
    return View(answer, answer.candidates[0] if answer.confident else None, sanitize(to_plain(answer)))


def document_view(answer: Answer, candidate: Candidate) -> View:
    """The whole document of a candidate."""
    record, text = candidate.record, candidate.text
    lines = [f"{record.code}: {text.title}", facts.applicability(answer, candidate)]
    for section in text.sections:
        lines += ["", f"{section.heading}:", section.text] if section.heading else ["", section.text]
    if record.references:
        lines += ["", f"{message(answer.language, 'source')}:", *record.references]
    lines += list(filter(None, [facts.verification(answer, candidate)]))
    return View(answer, candidate, sanitize("\n".join(lines) + "\n"))


def results(answer: Answer, language: Language) -> Iterator[str]:
    """The candidates, a line each."""
    for found in answer.candidates:
        line = say(language, "result", rank=found.rank, code=found.record.code, title=found.text.title)
        yield f"{line} ({facts.applicability(answer, found)})" if found.record.applies_to else line


def matching(text: str, words: str, language: Language) -> Iterator[str]:
    """Lines that hold the words, with their numbers; the case does not matter."""
    for number, line in enumerate(text.splitlines(), start=1):
        if words.casefold() in line.casefold():
            yield say(language, "found_line", number=number, text=line.strip())


def categories(listed: Sequence[Outline], language: Language) -> Iterator[str]:
    """Every category with the number of its entries."""
    for name, count in sorted(Counter(entry.category for entry in listed).items()):
        yield say(language, "topic", name=name, count=count)


def entries_of(listed: Sequence[Outline], name: str, language: Language) -> Iterator[str]:
    """The entries of a category, a line each."""
    for entry in listed:
        if entry.category == name:
            yield f"{entry.code}: {entry.title(language)}"


def short(text: str) -> str:
    """A question as one line of a list."""
    line = " ".join(text.split())
    return line if len(line) <= MAX_SNIPPET else line[: MAX_SNIPPET - 1] + "…"


def moment(at: str) -> str:
    """Local time, to the minute."""
    try:
        return dt.datetime.fromisoformat(at).astimezone().strftime("%Y-%m-%d %H:%M")
    except ValueError:  # a history that somebody changed
        return at
