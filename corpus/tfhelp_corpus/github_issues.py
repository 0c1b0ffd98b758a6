"""Issues as ``gh issue list --json number,title,body,labels,state,url,comments`` prints them."""

from __future__ import annotations

import json
import re
from typing import Any

from .document import Document, DocumentSection
from .errors import CorpusError
from .language import language_of

MAX_COMMENTS = 20
"""Later comments of a long thread are mostly "same here"."""

_THREAD = re.compile(r"https://[^/\s]+/([\w.-]+/[\w.-]+)/(?:issues|pull|discussions)/(\d+)")


def issues(text: str, source: str) -> list[Document]:
    """Parse a dump: a JSON array of issues, or one issue.

    Raises:
        CorpusError: not JSON, or an element without number or title.
    """
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise CorpusError(
            f"{source} is not JSON ({error}).", "Expected is the output of 'gh issue list --json …'."
        ) from None
    return [_issue(item, source) for item in (data if isinstance(data, list) else [data])]


def _issue(item: object, source: str) -> Document:
    if (
        not isinstance(item, dict)
        or not isinstance(item.get("title"), str)
        or not isinstance(item.get("number"), int)
    ):
        raise CorpusError(
            f"{source} holds an element without number and title.",
            "Make it with 'gh issue list --json number,title,body,labels,state,url,comments'.",
        )
    url = str(item.get("url") or "")
    thread = _THREAD.search(url)
    reference = f"{thread[1]}#{thread[2]}" if thread else f"source: {source}"
    state = f" ({str(item['state']).lower()})" if item.get("state") else ""
    body = [str(item.get("body") or "").strip()]
    for comment in _list(item.get("comments"))[:MAX_COMMENTS]:
        author = comment.get("author")
        name = author.get("login") if isinstance(author, dict) else None
        body.append(f"**{name or 'comment'}:**\n\n{str(comment.get('body') or '').strip()}")
    text = "\n\n".join(filter(None, body)) or item["title"]
    title = f"{item['title']}{state}"
    return Document(
        id=f"{thread[1]}#{thread[2]}" if thread else f"{source}#{item['number']}",
        title=title,
        kind="issue",
        language=language_of(f"{item['title']}\n{text}") or "en",
        sections=(DocumentSection((title,), text.ljust(1)),),
        references=(reference,),
        source=source,
    )


def _list(value: object) -> list[dict[str, Any]]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []
