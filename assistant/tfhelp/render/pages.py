"""What is shown as one page: an answer, or a whole entry. Markdown, put together from entries; no drawing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tfhelp.messages import message
from tfhelp.reading.sanitize import sanitize
from tfhelp.render import facts
from tfhelp.summaries.extractive import first_command

if TYPE_CHECKING:
    from tfhelp.answer import Answer, Candidate
    from tfhelp_corpus.entry import Role

ANSWER_SECTIONS: tuple[Role, ...] = ("meaning", "fix", "otherwise", "text")
NEAREST_TOPICS = 3

_FENCE = re.compile(r"^(`{3,}|~{3,})[^\n]*\n(.*?)^\1[`~]*\s*$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(
    r"(?<!\!)\[[^\]\n]*\]\((https?://[^\s)]+)\)|<(https?://[^\s>]+)>|(?<![(<\w])(https?://[^\s)>\]`]+)"
)
_THREAD = re.compile(r"^([\w.-]+/[\w.-]+)#(\d+)$")
_BARE_LINK = re.compile(r"https?://[!-~]*[\w/]", re.ASCII)
_LAST_MARKS = ".,;:!?。，；：！？、）"


@dataclass(frozen=True, slots=True)
class Page:
    """One thing to read."""

    markdown: str
    status: str
    """How sure, for which versions, verified how; one line."""
    command: str | None = None
    """The first command of the fix."""
    heading: str | None = None
    """Where to begin reading; None for the top."""
    warns: bool = False
    """It does not apply to the user's versions."""

    @property
    def codes(self) -> list[str]:
        """The code blocks, in order."""
        return [found[2].strip("\n") for found in _FENCE.finditer(self.markdown)]

    @property
    def links(self) -> list[str]:
        """The web addresses, in order, each once."""
        text = _FENCE.sub("", self.markdown)
        found = (next(filter(None, match.groups())).rstrip(_LAST_MARKS) for match in _LINK.finditer(text))
        return list(dict.fromkeys(found))


def answer_page(answer: Answer, candidate: Candidate) -> Page:
    """What a candidate says to somebody who is stuck; without the reasons, which the whole entry gives."""
    return _page(answer, candidate, ANSWER_SECTIONS)


def document_page(answer: Answer, candidate: Candidate, heading: str | None) -> Page:
    """The whole entry, to be read from ``heading`` on."""
    return _page(answer, candidate, None, heading)


def nothing_page(answer: Answer) -> Page:
    """Nothing relevant: the nearest topics, how to ask better, where to ask."""
    say = answer.language
    lines = [f"# {message(say, 'nothing')}"]
    if answer.candidates:
        lines.append(message(say, "nothing_help"))
        nearest = answer.candidates[:NEAREST_TOPICS]
        lines.append("\n".join(f"- **{found.record.code}** {_plain(found.text.title)}" for found in nearest))
    # Bounded, for a bare address would go on through the full-width marks behind it.
    lines += [message(say, "ask_better"), _BARE_LINK.sub(r"<\g<0>>", message(say, "report"))]
    return Page("\n\n".join(lines), "")


def _page(answer: Answer, candidate: Candidate, roles: tuple[Role, ...] | None, heading: str | None = None) -> Page:
    record, text, say = candidate.record, candidate.text, answer.language
    parts = [f"# {_plain(text.title)}"]
    chosen = [section for section in text.sections if roles is None or section.role in roles]
    parts += [f"## {section.heading}\n\n{section.text}" if section.heading else section.text for section in chosen]
    sources = [*map(_reference, record.references), facts.verification(answer, candidate)]
    if listed := [f"- {source}" for source in sources if source]:
        parts.append(f"## {message(say, 'source')}\n\n" + "\n".join(listed))
    status = [record.code, record.category]
    if candidate.rank == 1 and answer.confident:
        status.append(facts.confidence(answer))
    status.append(facts.applicability(answer, candidate))
    return Page(
        markdown=sanitize("\n\n".join(parts)),
        status=sanitize(" · ".join(status)),
        command=first_command(candidate),
        heading=heading,
        warns=candidate.applies == "no",
    )


def _reference(reference: str) -> str:
    """A thread as a link that shows its target, anything else as it is."""
    if thread := _THREAD.match(reference):
        address = f"https://github.com/{thread[1]}/issues/{thread[2]}"
        return f"{reference}: [{address}]({address})"
    return _plain(reference)


def _plain(text: str) -> str:
    """Text without control characters, in which Markdown sees nothing but backticks."""
    text = sanitize(text)
    return re.sub(r"([\\*_\[\]<>#|~])", r"\\\1", text) if "`" not in text else text
