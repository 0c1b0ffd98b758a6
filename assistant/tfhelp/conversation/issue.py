"""A conversation as a GitHub issue: ready to be read through, completed and posted; in English, for its readers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tfhelp.reading.question import read_question
from tfhelp.reading.sanitize import sanitize
from tfhelp.reading.versions import versions_in
from tfhelp.redact import redact

from .kept_text import kept_text, title_of
from .markup import code, fenced, plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tfhelp.answer import Candidate

    from .turn import Turn

WHERE = "https://github.com/huggingface/transformers/issues/new/choose"
"""Where the issue is to be posted."""

MAX_TITLE_COLUMNS = 120

MAX_OTHERS = 20
"""Rows of the environment table for packages that nobody here has heard of; whole environments have hundreds."""

_TELLING = (
    "transformers", "python", "platform", "torch", "torchvision", "torchaudio", "tensorflow", "accelerate", "peft",
    "trl", "datasets", "tokenizers", "safetensors", "huggingface-hub", "sentence-transformers", "bitsandbytes",
    "flash-attn", "deepspeed", "vllm", "diffusers", "autoawq", "gptqmodel", "optimum", "numpy", "triton", "xformers",
    "sentencepiece", "kernels",
)  # fmt: skip
_NOTE = f"""\
<!-- Nothing was sent: tfhelp opens no connection. Secrets that it recognized are replaced by ***. Read everything
through, search the open issues for the same error, and post this at {WHERE} yourself. -->"""


def to_issue(turns: Sequence[Turn], environment: Mapping[str, str]) -> str:
    """Title and body of an issue for huggingface/transformers.

    It is about the last failure of the conversation and what followed from it; other questions are left out.

    Args:
        turns: with their answers.
        environment: versions by distribution name, and whatever else belongs into the table; what a question names
            counts more.
    """
    thread = _thread(turns)
    texts = [kept_text(turn.plan.text) for turn in thread]
    failure = next((number for number, text in enumerate(texts) if _has_failure(text)), None)
    title = title_of(texts[failure or 0], MAX_TITLE_COLUMNS) if texts else ""
    asked = [_words(text) if number == failure else text for number, text in enumerate(texts)]
    happened = kept_text("\n\n".join(filter(None, asked))) or "…"
    parts = [f"Title: {title}", _NOTE, "### What happened", fenced(happened)]
    if failure is not None:
        parts += ["### Error and traceback", fenced(texts[failure])]
    parts += ["### Reproduction", "_The shortest script that shows it:_", "```python\n\n```"]
    parts += ["### Expected behavior", "_What should have happened instead:_"]
    parts += ["### System info", _table(texts, environment), "### What was tried"]
    tried = list(_tried(thread))
    parts.append("\n".join(tried) if tried else "Nothing that tfhelp knows of fits.")
    return "\n\n".join(parts) + "\n"


def _thread(turns: Sequence[Turn]) -> list[Turn]:
    """The turns on the last failure; without a failure, those on the last question."""
    starts = [number for number, turn in enumerate(turns) if number == 0 or turn.plan.relation == "new"]
    if not starts:
        return []
    threads = [list(turns[start:end]) for start, end in zip(starts, [*starts[1:], len(turns)], strict=True)]
    failed = [thread for thread in threads if any(_has_failure(kept_text(turn.plan.text)) for turn in thread)]
    return (failed or threads)[-1]


def _has_failure(text: str) -> bool:
    return read_question(text).form != "question"


def _words(text: str) -> str:
    """What a person wrote around a paste, empty where there is nothing but the paste."""
    query = read_question(text)
    return query.words if query.language else ""


def _table(texts: Sequence[str], environment: Mapping[str, str]) -> str:
    named: dict[str, str] = {}
    for text in texts:
        named.update(versions_in(text))
    known = {name.lower(): version for name, version in environment.items()}
    rows = {**known, **named}
    others = sorted(name for name in rows if name not in _TELLING)
    shown = [name for name in _TELLING if name in rows] + (others if len(others) <= MAX_OTHERS else [])
    lines = ["| | version | known from |", "|---|---|---|"]
    for name in shown:
        source = "the question" if name in named else "the environment"
        lines.append(f"| {code(_safe(name))} | {code(_safe(rows[name]))} | {source} |")
    if "transformers" not in rows:
        lines.insert(2, "| `transformers` | _please fill in: pip show transformers_ | |")
    return "\n".join(lines)


def _safe(text: str) -> str:
    return redact(sanitize(text))[:200]


def _tried(thread: Sequence[Turn]) -> Iterator[str]:
    """A line for each entry that was shown or excluded, in the order in which they came."""
    shown: dict[str, Candidate] = {}
    for turn in thread:
        if turn.answer is not None and turn.answer.confident:
            shown.update((candidate.record.code, candidate) for candidate in turn.answer.candidates[:1])
    known = {
        candidate.record.code: candidate
        for turn in thread
        if turn.answer is not None
        for candidate in turn.answer.candidates
    }
    excluded = dict.fromkeys(code_ for turn in thread for code_ in turn.plan.exclude)
    for code_ in dict.fromkeys([*excluded, *shown]):
        title = f": {plain(_english(known[code_]))}" if code_ in known else ""
        verdict = "tried, did not help" if code_ in excluded else "shown as the most likely cause"
        yield f"- tfhelp entry {_entry(code_)}{title} ({verdict})"


def _english(candidate: Candidate) -> str:
    texts = candidate.record.texts
    return texts["en"].title if "en" in texts else candidate.text.title


def _entry(code_: str) -> str:
    return re.sub(r"[^\w.-]", "", code_)[:40]
