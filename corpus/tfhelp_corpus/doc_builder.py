"""Hugging Face's documentation dialect (doc-builder) to plain Markdown, and a page to a `Document`.

The dialect is Markdown with components: ``<Tip>``, ``<Youtube id="…"/>``, ``<hfoptions>``, ``[[autodoc]] Class``,
``[`Class`]`` links, HTML comments and YAML front matter. All of it is taken away outside code fences; inside them
nothing is touched.
"""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from . import front_matter, markdown
from .document import Document, DocumentSection
from .language import language_of

if TYPE_CHECKING:
    from collections.abc import Iterator

_FENCE = re.compile(r"^\s*(?:>\s*)*(`{3,}(?=[^`]*$)|~{3,})(.*)$")
_COMPONENT = re.compile(
    r"</?(?:Tip|Youtube|hfoptions|frameworkcontent|pt|tf|jax|iframe|img|div|br|small|figure|source|video)\b[^<>]*>"
)
_OPTION = re.compile(r"<hfoption\s+id=\"?([^\"<>]*)\"?\s*>")
_OPTION_END = re.compile(r"</hfoption\s*>")
_DIRECTIVE = re.compile(r"^\s*\[\[(?:autodoc|open-in-colab)\]\].*$")
_AUTODOC_MEMBER = re.compile(r"^ {4,}- \S+\s*$")
_ANCHOR = re.compile(r"\s*\[\[[\w.-]+\]\]\s*$")
_CLASS_LINK = re.compile(r"\[`(~?)([^`\]]+)`\](?!\()")
_ALERT = re.compile(r"^>\s*\[!\w+\]\s*$")


def plain_markdown(text: str) -> str:
    """Take the dialect's components away, leaving CommonMark."""
    head = front_matter.split(text)
    lines = _without_comments(markdown.split_lines(head[1] if head else text))
    return "\n".join(_convert(lines)).rstrip() + "\n"


def _without_comments(lines: list[str]) -> Iterator[tuple[bool, str]]:
    """Pairs of (inside a fence, line), with HTML comments outside fences removed."""
    fence, comment = "", False
    for line in lines:
        if not comment and (mark := _FENCE.match(line)):
            if not fence:
                fence = mark[1]
                yield True, line
                continue
            if mark[1].startswith(fence) and not mark[2].strip():
                fence = ""
                yield True, line
                continue
        if fence:
            yield True, line
            continue
        kept, comment = _strip_comment(line, comment)
        yield False, kept


def _strip_comment(line: str, comment: bool) -> tuple[str, bool]:
    kept = ""
    while line:
        if comment:
            _, end, line = line.partition("-->")
            comment = not end
        else:
            before, start, line = line.partition("<!--")
            kept += before
            comment = bool(start)
    return kept, comment


def _convert(lines: Iterator[tuple[bool, str]]) -> Iterator[str]:
    members, blank = False, True
    for fenced, line in lines:
        if fenced:
            blank = False
            yield line
            continue
        if members and _AUTODOC_MEMBER.match(line):
            continue
        members = bool(_DIRECTIVE.match(line)) or (members and not line.strip())
        if _DIRECTIVE.match(line) or _ALERT.match(line):
            continue
        line = _OPTION.sub(r"**\1**", line)
        line = _COMPONENT.sub("", _OPTION_END.sub("", line))
        line = _CLASS_LINK.sub(_linked_name, line)
        if line.strip() or not blank:
            yield _ANCHOR.sub("", line) if line.startswith("#") else line
        blank = not line.strip()


def _linked_name(link: re.Match[str]) -> str:
    """A tilde asks for the last part of the name only."""
    return f"`{link[2].rpartition('.')[2] if link[1] else link[2]}`"


def page(text: str, source: str) -> Document:
    """One documentation page as a document, a section for every heading.

    Args:
        text: the page, doc-builder dialect or plain Markdown.
        source: the page's path below the corpus' root; the id is made of it.
    """
    plain = plain_markdown(text)
    path: list[str] = []
    sections = []
    for part in markdown.parts(plain):
        if part.level:
            del path[part.level - 1 :]
            path += [""] * (part.level - 1 - len(path)) + [part.heading]
        sections.append(DocumentSection(tuple(filter(None, path)) or (PurePosixPath(source).stem,), part.text))
    title = next((s.path[0] for s in sections), PurePosixPath(source).stem)
    return Document(
        id=PurePosixPath(source).with_suffix("").as_posix(),
        title=title,
        kind="guide",
        language=language_of(plain) or "en",
        sections=tuple(sections),
        references=(f"docs: {source}",),
        source=source,
    )
