"""``tfhelp topics [CATEGORY]``: what there is to read, without asking."""

from __future__ import annotations

import difflib
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tfhelp.assistant import Assistant
from tfhelp.categories import category_name
from tfhelp.errors import ExitCode, UsageError
from tfhelp.locales import locale_language
from tfhelp.reading.sanitize import sanitize
from tfhelp.wording import Wording
from tfhelp_corpus.entry import CATEGORIES

from . import output, terminal

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from tfhelp_corpus.entry import Language
    from tfhelp_index.records import Outline

say = Wording(
    {"one": "Titles of one: tfhelp topics {category}. An entry: tfhelp explain {code}."},
    {"one": "某一类的标题：tfhelp topics {category}。查看条目：tfhelp explain {code}。"},
)


def run(arguments: argparse.Namespace) -> ExitCode:
    """List the categories, or the entries of one of them."""
    language: Language = arguments.lang or locale_language()
    index = output.index_folder(arguments)
    listed = Assistant.open(Path(index) if index else None).searcher.bundle.database.outlines()
    category = _known(arguments.category, listed) if arguments.category else None
    chosen = [entry for entry in listed if category in (None, entry.category)]
    if arguments.json:
        rows = [
            {"code": entry.code, "id": entry.id, "category": entry.category, "exception": entry.exception}
            | {"title": entry.title(language)}
            for entry in chosen
        ]
        print(json.dumps(rows, ensure_ascii=not terminal.is_unicode(sys.stdout), indent=1))
    elif category:
        output.list_titles([(entry.code, entry.title(language)) for entry in chosen])
    else:
        _categories(chosen, language)
    return ExitCode.ANSWERED


def _known(typed: str, listed: Sequence[Outline]) -> str:
    """The category that was typed: its name, or what it is called in either language.

    Raises:
        UsageError: there is none; the nearest is named.
    """
    names = {entry.category.lower(): entry.category for entry in listed}
    wanted = typed.strip().lower()
    for category in names.values():
        if wanted in (category_name("en", category).lower(), category_name("zh", category).lower()):
            return category
    if wanted in names:
        return names[wanted]
    near = difflib.get_close_matches(wanted, names, 1, 0.5)
    hint = f"Did you mean {names[near[0]]}?" if near else f"There are: {', '.join(sorted(names.values()))}."
    raise UsageError(f"There is no category {sanitize(typed)[:60]}.", hint)


def _categories(listed: Sequence[Outline], language: Language) -> None:
    counts: dict[str, int] = dict.fromkeys(CATEGORIES, 0)
    for entry in listed:
        counts[entry.category] = counts.get(entry.category, 0) + 1
    counts = {name: count for name, count in counts.items() if count}
    width = max(map(len, counts))
    for name, count in counts.items():
        print(f"{name:<{width}}  {count:>4}  {category_name(language, name)}")
    if terminal.is_terminal(sys.stdout):
        print(say(language, "one", category=next(iter(counts)), code=listed[0].code), file=sys.stderr)
