"""One entry file to one `Entry`; every fault on the way is noted with its line."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any, cast, get_args

from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.utils import canonicalize_name

from . import front_matter, markdown, signature
from .entry import CATEGORIES, HEADINGS, LANGUAGES, Entry, EntryText, How, Section, Signature, Verification

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from .entry import Kind, Language, Role
    from .faults import FaultLog
    from .front_matter import FrontMatter

MIN_QUESTIONS = 4
"""Example questions that an entry needs in each language."""

_CODE = re.compile(r"TF\d{4}")
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_THREAD = re.compile(r"[\w.-]+/[\w.-]+#[1-9]\d*")
_REFERENCE = re.compile(rf"{_THREAD.pattern}|(docs|source): \S.*|https://\S+")
_EXCEPTION = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_UNWRITTEN = re.compile(r"(?:^|[ \"])TODO\b")
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2028\u2029\u2066-\u2069\ufeff]")


def parse_entry(text: str, path: Path, source: str, log: FaultLog) -> Entry | None:
    """Read one entry.

    Args:
        text: the file's content.
        path: the file, for its name and its folder (``guide`` or ``issues``).
        source: how the entry names the file.
        log: takes the faults.

    Returns:
        The entry, or None if it has a fault.
    """
    for number, line in enumerate(markdown.split_lines(text), start=1):
        if _UNPRINTABLE.search(line):
            log.add(number, "control or direction-changing character in the text")
        if _UNWRITTEN.search(line):
            log.add(number, "still to be written: it says TODO")
    head = front_matter.parse(text, log)
    if head is None:
        return None
    reader = _Reader(head, log)
    code = reader.text("code", _CODE, "TF and four digits")
    entry_id = reader.text("id", _ID, "lower-case words joined by hyphens")
    if entry_id and entry_id != path.stem:
        log.add(head.line("id"), f"id {entry_id!r} differs from the file's name {path.stem!r}")
    kind = reader.choice("kind", ("guide", "issue"))
    expected = {"guide": "guide", "issues": "issue"}.get(path.parent.name, kind)
    if kind and kind != expected:
        log.add(head.line("kind"), f"kind {kind!r} lies in the folder {path.parent.name!r}")
    references = reader.strings("references", _REFERENCE, "owner/repo#n, 'docs: …', 'source: …' or an https link")
    if kind == "issue" and not any(_THREAD.fullmatch(ref) for ref in references):
        log.add(head.line("references"), "an issue needs a thread among its references: owner/repo#n")
    entry = Entry(
        code=code,
        id=entry_id,
        kind=cast("Kind", kind),
        category=reader.choice("category", CATEGORIES),
        exception=reader.exception(),
        signatures=reader.signatures(),
        applies_to=reader.applies_to(),
        references=references,
        problems=reader.strings("problems", _ID, "ids such as tokenizer-no-padding-token", least=1),
        verified=reader.verification(),
        texts=reader.texts(),
        source=source,
    )
    reader.unknown_keys()
    return None if log.faults else entry


class _Reader:
    """Takes typed values out of the front matter; what is missing or wrong becomes a fault and an empty value."""

    def __init__(self, head: FrontMatter, log: FaultLog) -> None:
        self.head = head
        self.log = log
        self.known: set[str] = set()

    def fault(self, message: str, *key: str | int) -> None:
        self.log.add(self.head.line(*key), message)

    def value(self, key: str) -> Any:
        self.known.add(key)
        if key not in self.head.data:
            self.fault(f"{key} is missing")
        return self.head.data.get(key)

    def unknown_keys(self) -> None:
        for key in self.head.data:
            if key not in self.known:
                self.fault(f"unknown key {key!r}", str(key))

    def text(self, key: str, form: re.Pattern[str], words: str) -> str:
        value = self.value(key)
        if value is not None and not (isinstance(value, str) and form.fullmatch(value)):
            self.fault(f"{key} {value!r} must be {words}", key)
        return value if isinstance(value, str) else ""

    def choice(self, key: str, allowed: tuple[str, ...]) -> str:
        value = self.value(key)
        if value is not None and value not in allowed:
            self.fault(f"{key} {value!r} is none of {', '.join(allowed)}", key)
        return value if isinstance(value, str) else ""

    def strings(self, key: str, form: re.Pattern[str], words: str, least: int = 0) -> tuple[str, ...]:
        value = self.value(key)
        if value is None:
            return ()
        if not isinstance(value, list) or len(value) < least:
            self.fault(f"{key} must be a list" + (f" of at least {least}" if least else ""), key)
            return ()
        for index, item in enumerate(value):
            if not isinstance(item, str) or not form.fullmatch(item):
                self.fault(f"{key}: {item!r} is not of the form {words}", key, index)
        return tuple(str(item) for item in value)

    def exception(self) -> str | None:
        value = self.value("exception")
        if value and not (isinstance(value, str) and _EXCEPTION.fullmatch(value)):
            self.fault(f"exception {value!r} must be a bare class name or null", "exception")
        return value or None

    def signatures(self) -> tuple[Signature, ...]:
        value = self.value("signatures")
        found = []
        for index, item in enumerate(value if isinstance(value, list) else []):
            if not (isinstance(item, dict) and set(item) == {"pattern", "example"}):
                self.fault("a signature has exactly the keys pattern and example", "signatures", index)
                continue
            made = Signature(str(item["pattern"]), str(item["example"]))
            try:
                if not signature.matches(made.pattern, made.example):
                    self.fault(f"signature {made.pattern!r} does not match its own example", "signatures", index)
            except signature.PatternError as error:
                self.fault(f"signature {made.pattern!r}: {error}", "signatures", index)
            found.append(made)
        if value is not None and not isinstance(value, list):
            self.fault("signatures must be a list ([] when nothing is printed)", "signatures")
        for index, made in enumerate(found):
            if made.pattern in [other.pattern for other in found[:index]]:
                self.fault(f"signature {made.pattern!r} stands twice", "signatures", index)
        return tuple(found)

    def applies_to(self) -> dict[str, str]:
        value = self.value("applies_to")
        if value is not None and not isinstance(value, dict):
            self.fault("applies_to must map distribution names to version specifiers ({} for all)", "applies_to")
        found: dict[str, str] = {}
        for name, specifier in (value if isinstance(value, dict) else {}).items():
            try:
                found[canonicalize_name(str(name))] = str(SpecifierSet(str(specifier)))
            except InvalidSpecifier:
                self.fault(
                    f"{specifier!r} is not a version specifier (PEP 440), such as '>=4.40,<5'", "applies_to", name
                )
        return found

    def verification(self) -> Verification | None:
        value = self.value("verified")
        if not isinstance(value, dict) or set(value) != {"how", "on", "date", "note"}:
            self.fault("verified has exactly the keys how, on, date and note", "verified")
            return None
        if value["how"] not in get_args(How):
            self.fault(f"verified.how is none of {', '.join(get_args(How))}", "verified", "how")
        if type(value["date"]) is not dt.date:
            self.fault("verified.date must be a date such as 2026-11-25", "verified", "date")
            return None
        if value["how"] == "reproduced" and not value["on"]:
            self.fault("verified.on must name the releases on which it was reproduced", "verified", "on")
        if not str(value["note"] or "").strip():
            self.fault("verified.note must say what was done", "verified", "note")
        return Verification(value["how"], value["on"], value["date"], str(value["note"]).strip())

    def texts(self) -> dict[Language, EntryText]:
        titles, questions = self.value("title"), self.value("questions")
        bodies = _bodies(self.head, self.log)
        found: dict[Language, EntryText] = {}
        for language in LANGUAGES:
            title = titles.get(language) if isinstance(titles, dict) else None
            if not isinstance(title, str) or not title.strip():
                self.fault(f"title has no {language}", "title")
            elif title.startswith('"') and title.endswith('"'):
                self.fault("the quotation marks are part of the title: one pair is for YAML", "title", language)
            asked = questions.get(language) if isinstance(questions, dict) else None
            asked = asked if isinstance(asked, list) else []
            for index, question in enumerate(asked):
                if not isinstance(question, str) or not question.strip():
                    self.fault(f"{question!r} is no question: quote it", "questions", language, index)
            asked = [question for question in asked if isinstance(question, str) and question.strip()]
            if len(asked) < MIN_QUESTIONS:
                self.fault(
                    f"{len(asked)} questions in {language}, at least {MIN_QUESTIONS} needed", "questions", language
                )
            if len({q.casefold() for q in asked}) < len(asked):
                self.fault(f"the same question stands twice in {language}", "questions", language)
            found[language] = EntryText(str(title or ""), tuple(asked), bodies.get(language, ()))
        return found


def _bodies(head: FrontMatter, log: FaultLog) -> dict[Language, tuple[Section, ...]]:
    """The two language parts, each with its four sections in order."""
    found: dict[Language, list[markdown.Part]] = {}
    current: list[markdown.Part] | None = None

    def at(line: int) -> int:
        return head.body_line + line

    for part in markdown.parts(head.body):
        if part.level == 2 and part.heading in LANGUAGES:
            language: Language = part.heading
            if language in found:
                log.add(at(part.line), f"part '## {language}' stands twice")
            current = found.setdefault(language, [])
            if part.text.strip():
                log.add(at(part.line), f"text directly under '## {language}': put it under a section")
        elif part.level == 3 and current is not None:
            current.append(part)
        elif part.level > 3 and current:
            last = current[-1]
            text = f"{last.text}\n\n{'#' * part.level} {part.heading}\n\n{part.text}"
            current[-1] = markdown.Part(last.level, last.heading, text, last.line)
        else:
            log.add(at(part.line), f"'{part.heading or part.text[:40]}' stands outside '## en' and '## zh'")
    for fence in markdown.fences(head.body):
        if not fence.closed:
            log.add(at(fence.line), "a code fence that is never closed")
        elif not fence.language:
            log.add(at(fence.line), "a code fence without a language (bash, python, text, …)")
    return {language: _sections(language, found.get(language), at, log) for language in LANGUAGES}


def _sections(
    language: Language, parts: list[markdown.Part] | None, at: Callable[[int], int], log: FaultLog
) -> tuple[Section, ...]:
    if parts is None:
        log.add(at(0), f"the part '## {language}' is missing")
        return ()
    wanted = HEADINGS[language]
    roles: dict[str, Role] = {heading: role for role, heading in wanted.items()}
    if [part.heading for part in parts] != list(wanted.values()):
        line = at(parts[0].line) if parts else at(0)
        log.add(line, f"'## {language}' must have the sections {', '.join(wanted.values())}, in this order")
    for part in parts:
        if not part.text.strip():
            log.add(at(part.line), f"section '{part.heading}' is empty")
    return tuple(Section(roles.get(part.heading, "text"), part.heading, part.text.strip("\n")) for part in parts)
