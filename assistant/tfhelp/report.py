"""A report that an entry is wrong: Markdown in English, for the tracker; to be read through and posted by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import tfhelp

from .reading.sanitize import sanitize
from .redact import redact

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tfhelp_index.manifest import Manifest
    from tfhelp_index.records import EntryRecord

MAX_FAILURE_CHARS = 20_000
"""Of a pasted failure: its end, where the error stands."""

PACKAGES = (
    "transformers", "torch", "tokenizers", "huggingface-hub", "accelerate", "peft", "datasets", "trl", "safetensors",
    "sentence-transformers", "bitsandbytes", "flash-attn", "numpy",
)  # fmt: skip
"""Whose versions tell something about an entry."""


_NOTE = """\
<!-- Nothing was sent: tfhelp opens no connection. Secrets that it recognized are replaced by ***. Read it through,
fill in what is missing, and post it on the tracker of tfhelp yourself. -->"""

_WRONG = """\
- [ ] the fix does not work
- [ ] it does not hold for my versions
- [ ] it answers another question than mine
- [ ] a mistake in the text, English or Chinese

_What exactly, and what helped instead:_"""


def to_report(record: EntryRecord, manifest: Manifest, versions: Mapping[str, str], failure: str) -> str:
    """Title and body of an issue.

    Args:
        record: the entry.
        manifest: of the index that it stands in.
        versions: of the user's environment, by distribution name.
        failure: what the user's program printed; secrets in it are replaced.
    """
    text = record.texts.get("en") or next(iter(record.texts.values()))
    parts = [
        f"Title: {record.code} ({record.id}): …",
        _NOTE,
        "### Entry",
        f"`{record.code}` {sanitize(text.title)}\n\n{_facts(record, manifest)}",
        "### What is wrong",
        _WRONG,
        "### Versions",
        _table(versions),
    ]
    if failure.strip():
        shown = redact(sanitize(failure)).strip()[-MAX_FAILURE_CHARS:]
        fence = "`" * max(3, _longest_run(shown) + 1)
        parts += ["### What was printed", f"{fence}text\n{shown}\n{fence}"]
    return "\n\n".join(parts) + "\n"


def _facts(record: EntryRecord, manifest: Manifest) -> str:
    verified = record.verified or {}
    how, on, date = verified.get("how", "not at all"), verified.get("on") or "nothing was run", verified.get("date")
    return (
        f"- tfhelp {tfhelp.__version__}, knowledge of {manifest.date or 'no date'}, `{manifest.content[:12]}`\n"
        f"- verified: {how}, {on}, {date or 'no date'}"
    )


def _table(versions: Mapping[str, str]) -> str:
    known = [name for name in PACKAGES if name in versions]
    if not known:
        return "_Please fill in: pip show transformers torch_"
    return "\n".join(f"- {name} {sanitize(versions[name])}" for name in known)


def _longest_run(text: str) -> int:
    """Length of the longest run of backticks."""
    longest = run = 0
    for character in text:
        run = run + 1 if character == "`" else 0
        longest = max(longest, run)
    return longest
