"""``tfhelp explain NAME``: an entry by its code, its id, or the exception that it is about."""

from __future__ import annotations

import difflib
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tfhelp.assistant import AskOptions, Assistant
from tfhelp.errors import ExitCode, UsageError
from tfhelp.locales import locale_language
from tfhelp.reading.sanitize import sanitize
from tfhelp.wording import Wording

from . import output

if TYPE_CHECKING:
    import argparse

    from tfhelp_corpus.entry import Language
    from tfhelp_index.database import Database

MAX_GUESSES = 5
LEAST_LIKENESS = 0.6
"""Of a guess to what was typed, as `difflib.SequenceMatcher.ratio` has it."""

LEAST_PART = 3
"""More characters than this stand for every name that contains them."""

say = Wording(
    {
        "several": "{count} entries are about {name}; read one with: tfhelp explain {code}",
        "unknown": "There is no entry {name}.",
        "guesses": "Did you mean:",
        "browse": "tfhelp topics lists all entries; tfhelp ask {name} searches for the words.",
    },
    {
        "several": "有 {count} 个条目讲 {name}；查看其中一个：tfhelp explain {code}",
        "unknown": "没有 {name} 这个条目。",
        "guesses": "你要找的是不是：",
        "browse": "tfhelp topics 列出所有条目；tfhelp ask {name} 按文字搜索。",
    },
)


def run(arguments: argparse.Namespace) -> ExitCode:
    """Print the entry, or the entries of that exception, or what was probably meant."""
    name = " ".join(arguments.name).strip()
    if not name:
        raise UsageError("Which entry?", "For example: tfhelp explain TF0042, or tfhelp topics to see them all.")
    language: Language = arguments.lang or locale_language()
    index = output.index_folder(arguments)
    assistant = Assistant.open(Path(index) if index else None)
    database = assistant.searcher.bundle.database
    if database.entry_by_code(name):
        options = AskOptions(language=language, environment=arguments.env)
        output.show(assistant.ask(name, options), arguments)
        return ExitCode.ANSWERED
    listed = {entry.code: entry for entry in database.outlines()}
    if codes := [entry.code for entry in listed.values() if (entry.exception or "").lower() == _class(name)]:
        if len(codes) == 1:
            options = AskOptions(language=language, environment=arguments.env)
            output.show(assistant.ask(codes[0], options), arguments)
            return ExitCode.ANSWERED
        print(say(language, "several", count=len(codes), name=sanitize(name), code=codes[0]), file=sys.stderr)
        output.list_titles([(code, listed[code].title(language)) for code in codes])
        return ExitCode.ANSWERED
    _miss(name, language, database)
    return ExitCode.NOTHING_RELEVANT


def _class(name: str) -> str:
    """The last part of a dotted class name: ``torch.cuda.OutOfMemoryError`` is known as ``OutOfMemoryError``."""
    return name.rpartition(".")[2].rstrip(":").lower()


def _miss(name: str, language: Language, database: Database) -> None:
    said = [say(language, "unknown", name=sanitize(name)[:100])]
    if near := guesses(name, database):
        said += [say(language, "guesses"), *(f"  {guess}" for guess in near)]
    said.append(say(language, "browse", name=sanitize(name)[:100]))
    print("\n".join(said), file=sys.stderr)


def guesses(name: str, database: Database) -> list[str]:
    """Codes, ids and exceptions that look like ``name``, most alike first, each with what it is."""
    known: dict[str, str] = {}
    for entry in database.outlines():
        title = entry.title("en")
        known[entry.code.lower()] = f"{entry.code}  {title}"
        known[entry.id.lower()] = f"{entry.code}  {entry.id}"
        if entry.exception:
            known.setdefault(entry.exception.lower(), entry.exception)
    wanted = name.lower()
    near = [key for key in known if len(wanted) > LEAST_PART and wanted in key]
    near += difflib.get_close_matches(wanted, known, MAX_GUESSES, LEAST_LIKENESS)
    return list(dict.fromkeys(known[key] for key in near))[:MAX_GUESSES]
