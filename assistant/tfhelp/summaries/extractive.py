"""The summary without a model: cause, fix and what else to look at, in the best entry's own words.

Five lines at most. Each is a sentence of the entry, with the code that belongs to it where that is short. Of a longer
block the statement stands there that names what the entry is about, and the rest is pointed to.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from tfhelp.answer import Citation, Summary
from tfhelp_corpus.entry import LANGUAGES

from .blocks import Block, blocks, unstressed
from .sentences import split
from .statements import SHELL, closed, commands, decisive, finds_out, names, preparing, quotable
from .words import words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tfhelp.answer import Candidate
    from tfhelp_corpus.entry import EntryText, Language

MAX_LINES = 5
MAX_CODE_LINES = 3
MAX_LEAD_CHARS = 160
"""Of two sentences that lead to code together."""

_ENOUGH = {"en": 90, "zh": 40}
"""A meaning below this many characters ("Nothing is broken.") gets the second sentence beside it."""
_ENOUGH_HINT = {"en": 40, "zh": 14}
"""The same for the hint at the end."""
_LOOKING = re.compile(
    r"(?:first\W+)?(?:look|see|check|ask|compare|find out|print|measure|confirm|what your|which|is it|read)\b"
    r"|(?:\W*先)?(?:看|查|对比|对照|比较|确认|检查|弄清|打印|量|定位|找|认)",
    re.IGNORECASE,
)
_POINTING = re.compile(r"\b(?:above|below|first command)\b|上面|下面|上述")
_LABEL = re.compile(r"\*\*[^*]{1,40}\*\*[.:。：]?")
"""A heading within a line: "**Training.**"; it advises nothing."""
_STOP = re.compile(r"[.。,，;；]+([*_]*)$")
_COLON = re.compile(r"[:：]\**$")
_LEANING = re.compile(r"\W*(?:if neither|otherwise|or|else)\b|\W*(?:都不|否则|或者|再不行)", re.IGNORECASE)
"""A step for whoever an earlier one did not help."""
_POINTERS = tuple(
    words(language, key, number=1) for language in LANGUAGES for key in ("more_code", "see_code", "fix_code")
)


@dataclass(frozen=True, slots=True)
class _Step:
    """A sentence of the fix with the code that follows it."""

    lead: str
    code: Block | None

    @property
    def looks(self) -> bool:
        """It only finds something out."""
        if not self.lead:
            return self.code is not None and finds_out(next(iter(commands(self.code)), ""))
        return self.lead.endswith(("?", "？")) or bool(_LOOKING.match(self.lead.lstrip("*_ ")))

    def led(self, language: Language) -> str:
        """The sentence that leads to the code, with a colon; our own where the entry has none."""
        lead = self.lead or words(language, "look" if self.looks else "fix")
        return (
            lead
            if _COLON.search(lead) or lead.endswith(("?", "？"))
            else _STOP.sub(r"\1", lead) + ("：" if language == "zh" else ":")
        )


class _Names(NamedTuple):
    """The names that an entry is about."""

    title: frozenset[str]
    meaning: frozenset[str]
    rest: frozenset[str]
    """Of why it happens and how it is mended."""


def extractive(candidate: Candidate) -> Summary | None:
    """At most five lines from the best entry, each cited. None if it has no text."""
    text, language = candidate.text, candidate.language
    meaning = _meaning(text, language)
    if not meaning:
        return None
    steps = list(_steps(text.section("fix"), language))
    prose = "\n".join(
        block.text for block in blocks(text.section("why") + "\n\n" + text.section("fix")) if block.kind != "code"
    )
    about = _Names(names(text.title), names(meaning), names(prose))
    lines = [f"{meaning} [1]"]
    first = steps[0] if steps else None
    mending = [step for step in steps if not step.looks]
    fix = next((step for step in mending if not _LEANING.match(step.lead)), mending[0] if mending else first)
    if first is not None and first is not fix:
        look = _line(first, language) or _partly(first, about, language) or _pointed(first, language)
        lines.append(_cited(look))
    room = MAX_LINES - len(lines) - 1
    lines += _fix_lines(fix, about, language, room) if fix else []
    if len(lines) < MAX_LINES and (last := _otherwise(text, language)):
        lines.append(f"{words(language, 'otherwise')}{_gap(language)}{last} [1]")
    return Summary("\n".join(map(unstressed, lines)), "extractive", (Citation(1, candidate.record.code),))


def first_command(candidate: Candidate) -> str | None:
    """The first shell command of the fix, else its first code; None when it has neither."""
    code = [block for block in blocks(candidate.text.section("fix")) if block.kind == "code" and block.text.strip()]
    for block in code:
        if block.language in SHELL and (lines := commands(block)):
            return lines[0].strip()
    return code[0].text if code else None


def fix_code(candidate: Candidate) -> Block | None:
    """The code of the first step that changes something, whole; None if no step has code."""
    steps = [step for step in _steps(candidate.text.section("fix"), candidate.language) if step.code]
    return next((step.code for step in steps if not step.looks), steps[0].code if steps else None)


def _meaning(text: EntryText, language: Language) -> str:
    meaning = text.section("meaning") or next((part.text for part in text.sections if part.text.strip()), "")
    found = [
        sentence for block in blocks(meaning) if block.kind in ("prose", "item") for sentence in split(block.text)
    ]
    return _opening(found, _ENOUGH[language], language)


def _opening(sentences: list[str], enough: int, language: Language) -> str:
    """The first sentence, with the second one if it says little or leads to it."""
    if not sentences:
        return ""
    taken = sentences[0]
    if len(sentences) > 1 and (len(taken) < enough or taken.endswith(("?", "？")) or _COLON.search(taken)):
        taken += _gap(language) + sentences[1]
    return _ended(taken, language)


def _steps(fix: str, language: Language) -> Iterator[_Step]:
    """Each sentence that leads to code, and each paragraph that stands alone."""
    parts = [block for block in blocks(fix) if block.kind in ("prose", "item", "code")]
    for block, after in pairwise([*parts, None]):
        assert block is not None
        code = after if after is not None and after.kind == "code" else None
        if block.kind == "code":
            if block is parts[0]:
                yield _Step("", block)
            continue
        sentences = split(block.text)
        if not sentences:
            continue
        if len(sentences) > 1 and _LABEL.fullmatch(sentences[0]):
            sentences[:2] = [sentences[0] + _gap(language) + sentences[1]]
        lead = sentences[-1] if code and _COLON.search(block.text) and len(sentences) > 1 else sentences[0]
        if code and lead is not sentences[0] and len(sentences[0]) + len(lead) < MAX_LEAD_CHARS:
            lead = sentences[0] + _gap(language) + lead if len(sentences) == 2 else lead
        yield _Step(lead, code)


def _fix_lines(step: _Step, about: _Names, language: Language, room: int) -> list[str]:
    """The lead with its code: on its line if that is one statement, below it if it is a few, else the telling one."""
    if one := _line(step, language):
        return [_cited(one)]
    code = step.code.text.splitlines() if step.code else []
    whole = [line.rstrip() for line in code if line.strip()]
    if len(whole) <= min(MAX_CODE_LINES, room - 1) and all(quotable(line) and closed(line) for line in whole):
        return [step.led(language), *(f"`{line}`" for line in whole[:-1]), f"`{whole[-1]}` [1]"]
    return [_cited(_partly(step, about, language) or _pointed(step, language))]


def _pointed(step: _Step, language: Language) -> str:
    """The step with where its code stands."""
    if not step.lead:
        return words(language, "fix_code", number=1)
    lead = _COLON.sub("", step.lead).rstrip(".。")
    return f"{lead}{_gap(language)}{words(language, 'see_code', number=1)}"


def _line(step: _Step, language: Language) -> str | None:
    """The step on one line, None if its code does not fit on one."""
    if step.code is None:
        return _ended(step.lead, language)
    lines = commands(step.code)
    if not lines or not quotable(lines[0]):
        return None
    if len(lines) > 1 and (step.code.language not in SHELL or preparing(lines[0])):
        return None
    if len(lines) > 1 and not step.looks and finds_out(lines[0]):
        return None
    return f"{step.led(language)}{_gap(language)}`{lines[0].strip()}`"


def _partly(step: _Step, about: _Names, language: Language) -> str | None:
    """The step with the statement of its code that it is about, and where the others are."""
    if step.code is None:
        return None
    line = decisive(step.code, [names(step.lead), *about], looks=step.looks)
    if line is None:
        return None
    return f"{step.led(language)}{_gap(language)}`{line}`{_gap(language)}{words(language, 'more_code', number=1)}"


def _cited(line: str) -> str:
    """The line with the number of the entry, unless it points there already."""
    return line if line.endswith(_POINTERS) else f"{line} [1]"


def _otherwise(text: EntryText, language: Language) -> str:
    """The first hint for those whom the fix did not help that can be understood by itself."""
    for block in blocks(text.section("otherwise")):
        if block.kind in ("prose", "item") and not _COLON.search(block.text):
            hint = _opening(split(block.text), _ENOUGH_HINT[language], language)
            if not _POINTING.search(hint):
                return hint
    return ""


def _ended(sentence: str, language: Language) -> str:
    """The sentence with a full stop at its end, in place of a colon or of nothing."""
    sentence = sentence.strip()
    bare = sentence.rstrip("*_\"'”’）)")
    if not bare or bare[-1] in ".!?…。！？":
        return sentence
    if bare[-1] in ":：;；,，":
        sentence = sentence[: len(bare) - 1] + sentence[len(bare) :]
    return sentence + ("。" if language == "zh" else ".")


def _gap(language: Language) -> str:
    return "" if language == "zh" else " "
