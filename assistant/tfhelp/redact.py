"""Taking secrets out of text that is echoed or stored: tokens, passwords in URLs, the user's home path."""

from __future__ import annotations

import re

_TOKEN = re.compile(
    r"\b(hf_(?=[A-Za-z0-9]{16})|api_org_|sk-|ghp_|gho_|github_pat_|AKIA|xox[abprs]-)[A-Za-z0-9_-]{8,}"
)
_PASSWORD = re.compile(r"(\b[a-z][a-z0-9+.-]{1,20}://[^\s/:@]{1,200}:)[^\s/@]{1,200}@", re.IGNORECASE)
_BEARER = re.compile(
    r"(?i)\b(bearer|token|password|passwd|api[_-]?key|secret)(['\"]?\s*[=:]\s*['\"]?|\s+)"
    r"[A-Za-z0-9+/_.=-]{8,}"
)
_HOME = re.compile(r"(/home/|/Users/|[A-Za-z]:\\{1,2}Users\\{1,2})[^\s/\\:\"'<>|]+")


def redact(text: str) -> str:
    """The text with its secrets replaced; what was there stays recognizable."""
    text = _TOKEN.sub(r"\1***", text)
    text = _PASSWORD.sub(r"\1***@", text)
    text = _BEARER.sub(
        lambda found: f"{found[1]}{found[2]}***" if any(c.isdigit() for c in found[0]) else found[0], text
    )
    return _HOME.sub(r"\1~", text)
