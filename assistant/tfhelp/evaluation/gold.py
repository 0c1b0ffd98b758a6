"""Questions whose answers are known, one JSON object a line."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, cast

from tfhelp.errors import UsageError
from tfhelp_corpus.language import language_of

if TYPE_CHECKING:
    from tfhelp_corpus.entry import Language

Kind = Literal["answerable", "no-entry", "other-software", "off-topic"]
KINDS = ("answerable", "no-entry", "other-software", "off-topic")
FORMS = ("error", "traceback", "question", "symptom")
SPLITS = ("tune", "dev", "test")

_PACKAGED = Path(__file__).parent / "data" / "questions.jsonl"
_CHECKOUT = Path(__file__).parents[3] / "tests" / "golden" / "questions.jsonl"
_FORMAT = "Each line is a JSON object with 'query' and 'problems' (ids or codes of entries, best first)."


@dataclass(frozen=True, slots=True)
class GoldQuestion:
    """A question and what answers it."""

    id: str
    text: str
    language: Language
    """The asker's."""
    form: str | None
    """One of `FORMS`; None where the file does not say."""
    problems: tuple[str, ...]
    """Ids of problems, or ids or codes of entries, the best answer first; empty when nothing is one."""
    kind: Kind
    """``no-entry``: whatever answers it is taken away before it is asked."""
    split: str
    """One of `SPLITS`; questions about one problem share it."""
    pair: str | None
    """Two questions about one problem in the same form, one in each language, share it."""


def packaged() -> Path:
    """The golden questions that tfhelp is measured on."""
    return _PACKAGED if _PACKAGED.is_file() else _CHECKOUT


def load(path: Path) -> list[GoldQuestion]:
    """Read a file of questions.

    Raises:
        UsageError: it cannot be read, or a line is no question.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}.", _FORMAT) from None
    except UnicodeDecodeError:
        raise UsageError(f"{path} is not UTF-8 text.", _FORMAT) from None
    found = [_question(path, number, line) for number, line in enumerate(lines, start=1) if line.strip()]
    if not found:
        raise UsageError(f"{path} holds no question.", _FORMAT)
    return found


def _question(path: Path, number: int, line: str) -> GoldQuestion:
    def wrong(what: str) -> UsageError:
        return UsageError(f"{path}, line {number}: {what}.", _FORMAT)

    try:
        row: Any = json.loads(line)
    except (ValueError, RecursionError):
        raise wrong("no JSON") from None
    if not isinstance(row, dict) or not isinstance(row.get("query"), str) or not row["query"].strip():
        raise wrong("an object with a text under 'query' is needed")
    problems = row.get("problems", [])
    if not isinstance(problems, list) or not all(isinstance(problem, str) for problem in problems):
        raise wrong("'problems' must be a list of ids")
    kind = row.get("kind", "answerable" if problems else "off-topic")
    if kind not in KINDS:
        raise wrong(f"'kind' must be one of {', '.join(KINDS)}")
    if kind == "answerable" and not problems:
        raise wrong("an answerable question needs 'problems'")
    language = row.get("language") or language_of(row["query"]) or "en"
    return GoldQuestion(
        id=str(row.get("id", number)),
        text=row["query"],
        language=cast("Language", language if language in ("en", "zh") else "en"),
        form=row.get("form") if row.get("form") in FORMS else None,
        problems=tuple(problems),
        kind=cast("Kind", kind),
        split=str(row["split"]) if row.get("split") in SPLITS else "test",
        pair=row.get("pair") if isinstance(row.get("pair"), str) else None,
    )
