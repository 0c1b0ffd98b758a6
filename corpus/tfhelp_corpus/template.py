"""The template of a new entry: what is to be filled in says TODO, which the checker names line by line."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from .check import LEDGER
from .entry import CATEGORIES
from .errors import CorpusError

if TYPE_CHECKING:
    from pathlib import Path

TODO = "TODO"
"""What stands for a text that is still to be written."""

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_FOLDERS = {"guide": "guide", "issue": "issues"}

_TEMPLATE = """\
---
code: {code}
id: {id}
kind: {kind}
category: {category}
problems: [{id}]
exception: null  # TODO the class as users see it, or null where nothing is raised
title:
  en: TODO what is wrong, in the words of somebody who has it
  zh: TODO
signatures:  # [] where nothing is printed
  - pattern: "TODO the text as printed, with {{name}} for what varies"
    example: "TODO a whole line as users see it"
questions:  # as people ask who do not know the names; four or more in each language
  en:
    - TODO one
    - TODO two
    - TODO three
    - TODO four
  zh:
    - TODO 一
    - TODO 二
    - TODO 三
    - TODO 四
applies_to: {{}}  # {{transformers: ">=5.0"}} where it is a matter of versions
references:
  - "TODO owner/repo#n, or docs: …, or source: file (release)"
verified:
  how: reproduced  # TODO reproduced | source | thread | documentation
  on: null  # TODO "transformers 5.24.0, torch 2.13.0, CPU"; null where nothing was run
  date: {date}
  note: TODO what exactly was run, and what was not.
---

## en

### What it means

TODO one to three sentences.

### Why

TODO the causes, each with the sign that tells it from the others.

### Fix

TODO commands or code that run as they stand; today's release first, then older ones.

### If that did not help

TODO what to check when this was already tried.

## zh

### 含义

TODO

### 原因

TODO

### 解决办法

TODO

### 如果还不行

TODO
"""


def write_template(root: Path, entry_id: str, kind: str, category: str) -> Path:
    """Write ``<root>/<folder>/<id>.md`` and add its code to the ledger.

    Returns:
        The file.

    Raises:
        CorpusError: the id or the category cannot be used, or the file is there already.
    """
    if not _ID.fullmatch(entry_id):
        raise CorpusError(f"{entry_id!r} is no id.", "Use lower-case words joined by hyphens: tokenizer-adds-no-eos")
    if category not in CATEGORIES:
        raise CorpusError(f"There is no category {category!r}.", f"There are: {', '.join(CATEGORIES)}.")
    path = root / _FOLDERS[kind] / f"{entry_id}.md"
    if path.exists():
        raise CorpusError(f"{path} is there already.", "Change that file, or choose another id.")
    code = next_code(root)
    path.parent.mkdir(parents=True, exist_ok=True)
    today = dt.datetime.now(tz=dt.UTC).date()
    text = _TEMPLATE.format(code=code, id=entry_id, kind=kind, category=category, date=today.isoformat())
    path.write_text(text, encoding="utf-8")
    with (root / LEDGER).open("a", encoding="utf-8") as ledger:
        ledger.write(f"{code} {entry_id}\n")
    return path


def next_code(root: Path) -> str:
    """The code after the highest that was ever given out."""
    ledger = root / LEDGER
    lines = ledger.read_text(encoding="utf-8").splitlines() if ledger.is_file() else []
    numbers = [int(line[2:6]) for line in lines if re.match(r"TF\d{4} ", line)]
    return f"TF{max(numbers, default=0) + 1:04}"
