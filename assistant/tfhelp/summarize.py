"""The extractive summary: the cause and the first fix, in the entry's own words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .answer import Citation, Summary

if TYPE_CHECKING:
    from .answer import Candidate

MAX_CODE_LINES = 3

_FENCE = re.compile(r"^(`{3,})[^\n]*\n(.*?)^\1\s*$", re.MULTILINE | re.DOTALL)
_SHELL_FENCE = re.compile(
    r"^(`{3,})(?:bash|sh|shell|powershell|console)[^\n]*\n(.*?)^\1\s*$", re.MULTILINE | re.DOTALL
)


def extractive(candidate: Candidate) -> Summary | None:
    """At most five lines from the best entry: what it means and the first thing to type. None if it has no text."""
    text = candidate.text
    meaning = text.section("meaning") or next((section.text for section in text.sections), "")
    first = " ".join(meaning.strip().split("\n\n")[0].split())
    if not first:
        return None
    fix = text.section("fix")
    code = _FENCE.search(fix)
    lines = [f"{first} [1]"]
    if code:
        lines += code[2].strip("\n").splitlines()[:MAX_CODE_LINES]
    return Summary("\n".join(lines), "extractive", (Citation(1, candidate.record.code),))


def first_command(candidate: Candidate) -> str | None:
    """The first shell command of the fix, else its first code; None when it has neither."""
    fix = candidate.text.section("fix")
    if shell := _SHELL_FENCE.search(fix):
        commands = [line for line in shell[2].splitlines() if line.strip() and not line.lstrip().startswith("#")]
        if commands:
            return commands[0].strip()
    code = _FENCE.search(fix)
    return code[2].strip("\n") if code else None
