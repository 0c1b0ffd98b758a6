"""The summary without a model: cause, fix and what else to look at, in the best entry's own words.

Five lines at most. Each is a sentence of the entry, with the code that belongs to it where that is short enough to
stand whole within a line: code that would have to be cut is pointed to instead.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from tfhelp.answer import Citation, Summary

from .blocks import Block, blocks, unstressed
from .sentences import split
from .words import words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tfhelp.answer import Candidate
    from tfhelp_corpus.entry import EntryText, Language

MAX_LINES = 5
MAX_CODE_LINES = 3
MAX_CODE_CHARS = 160
"""Of a line of code within a summary."""

_ENOUGH = {"en": 90, "zh": 40}
"""A meaning below this many characters ("Nothing is broken.") gets the second sentence beside it."""
_ENOUGH_HINT = {"en": 40, "zh": 14}
"""The same for the hint at the end."""
_SHELL = ("bash", "sh", "shell", "powershell", "console", "cmd", "bat", "zsh")
_LOOKING = re.compile(
    r"(?:first\W+)?(?:look|see|check|ask|compare|find out|print|measure|confirm|what your|which|is it|read)\b"
    r"|(?:\W*先)?(?:看|查|对比|对照|比较|确认|检查|弄清|打印|量|定位|找|认)",
    re.IGNORECASE,
)
_LOOKING_CODE = re.compile(
    r"\s*(?:python3? -c|nvidia-smi|print\(|grep|ls |env\b|pip (?:show|list)|python3? -m pip (?:show|list))"
)
_PREPARING = re.compile(r"\s*(?:cd |mkdir |python3? -m venv|conda create|(?:python3? -m )?pip uninstall|unset |set )")
"""A command that is no fix without the next one."""
_POINTING = re.compile(r"\b(?:above|below|first command)\b|上面|下面|上述")
_LABEL = re.compile(r"\*\*[^*]{1,40}\*\*[.:。：]?")
"""A heading within a line: "**Training.**"; it advises nothing."""
_COLON = re.compile(r"[:：]\**$")


@dataclass(frozen=True, slots=True)
class _Step:
    """A sentence of the fix with the code that follows it."""

    lead: str
    code: Block | None

    @property
    def looks(self) -> bool:
        """It only finds something out."""
        if not self.lead:
            return self.code is not None and bool(_LOOKING_CODE.match(next(iter(_statements(self.code)), "")))
        return self.lead.endswith(("?", "？")) or bool(_LOOKING.match(self.lead.lstrip("*_ ")))

    def led(self, language: Language) -> str:
        """The sentence that leads to the code, with a colon; our own where the entry has none."""
        lead = self.lead or words(language, "look" if self.looks else "fix")
        return (
            lead
            if _COLON.search(lead) or lead.endswith(("?", "？"))
            else lead.rstrip(".。") + ("：" if language == "zh" else ":")
        )


def extractive(candidate: Candidate) -> Summary | None:
    """At most five lines from the best entry, each cited. None if it has no text."""
    text, language = candidate.text, candidate.language
    meaning = _meaning(text, language)
    if not meaning:
        return None
    steps = list(_steps(text.section("fix"), language))
    lines = [f"{meaning} [1]"]
    first = steps[0] if steps else None
    fix = next((step for step in steps if not step.looks), first)
    if first is not None and first is not fix and (look := _line(first, language)):
        lines.append(f"{look} [1]")
    room = MAX_LINES - len(lines) - 1
    lines += _fix_lines(fix, language, room) if fix else []
    if len(lines) < MAX_LINES and (last := _otherwise(text, language)):
        lines.append(f"{words(language, 'otherwise')}{_gap(language)}{last} [1]")
    return Summary("\n".join(map(unstressed, lines)), "extractive", (Citation(1, candidate.record.code),))


def first_command(candidate: Candidate) -> str | None:
    """The first shell command of the fix, else its first code; None when it has neither."""
    code = [block for block in blocks(candidate.text.section("fix")) if block.kind == "code" and block.text.strip()]
    for block in code:
        if block.language in _SHELL and (commands := _statements(block)):
            return commands[0].strip()
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
        if code and lead is not sentences[0] and len(sentences[0]) + len(lead) < MAX_CODE_CHARS:
            lead = sentences[0] + _gap(language) + lead if len(sentences) == 2 else lead
        yield _Step(lead, code)


def _fix_lines(step: _Step, language: Language, room: int) -> list[str]:
    """The lead with its code: on its line if that is one statement, below it if it is a few."""
    if one := _line(step, language):
        return [f"{one} [1]"]
    code = step.code.text.splitlines() if step.code else []
    whole = [line.rstrip() for line in code if line.strip()]
    if len(whole) <= min(MAX_CODE_LINES, room - 1) and all(_quotable(line) for line in whole):
        return [step.led(language), *(f"`{line}`" for line in whole[:-1]), f"`{whole[-1]}` [1]"]
    if not step.lead:
        return [words(language, "fix_code", number=1)]
    lead = _COLON.sub("", step.lead).rstrip(".。")
    return [f"{lead}{_gap(language)}{words(language, 'see_code', number=1)}"]


def _line(step: _Step, language: Language) -> str | None:
    """The step on one line, None if its code does not fit on one."""
    if step.code is None:
        return _ended(step.lead, language)
    statements = _statements(step.code)
    if not statements or not _quotable(statements[0]):
        return None
    if len(statements) > 1 and (step.code.language not in _SHELL or _PREPARING.match(statements[0])):
        return None
    return f"{step.led(language)}{_gap(language)}`{statements[0].strip()}`"


def _statements(code: Block) -> list[str]:
    """Its lines but for comments, none if one of them goes on in the next."""
    lines = [line for line in code.text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    if any(line.rstrip().endswith(("\\", "(", "[", "{", ",", ":")) or "<<" in line for line in lines[:1]):
        return []
    return lines


def _quotable(line: str) -> bool:
    return "`" not in line and len(line) <= MAX_CODE_CHARS


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
