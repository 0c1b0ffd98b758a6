"""What the benchmarks share: the golden questions, the bundle's passages, and results kept by commit.

Standard library only: the interpreter of the plain pipeline imports this module too, and the process that measures
others must stay small (see `processes`).
"""

from __future__ import annotations

import json
import math
import os
import platform
import sqlite3
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
BUNDLE = ROOT / "index" / "tfhelp_index" / "data" / "bundle"
QUESTIONS = ROOT / "tests" / "golden" / "questions.jsonl"
RESULTS = Path(__file__).resolve().parent / "results"
SPLITS = ("tune", "dev", "test", "all")


@dataclass(frozen=True, slots=True)
class Question:
    """A golden question."""

    id: str
    text: str


def load_questions(split: str) -> list[Question]:
    """The golden questions of ``tune``, ``dev``, ``test`` or ``all``, without those that wait for an entry."""
    rows = [json.loads(line) for line in QUESTIONS.read_text(encoding="utf-8").splitlines()]
    covered = frozenset().union(*load_problems().values())
    return [
        Question(row["id"], row["query"])
        for row in rows
        if split in ("all", row["split"]) and (row["kind"] != "answerable" or covered.intersection(row["problems"]))
    ]


def _rows(sql: str, bundle: Path) -> list[tuple[Any, ...]]:
    uri = f"{(bundle / 'passages.sqlite').resolve().as_uri()}?mode=ro&immutable=1"
    connection = sqlite3.connect(uri, uri=True)
    try:
        return connection.execute(sql).fetchall()
    finally:
        connection.close()


def load_passages(bundle: Path = BUNDLE) -> list[tuple[int, str]]:
    """Entry ordinal and text of every passage of a bundle, in order."""
    rows = _rows("SELECT entry, text FROM passages ORDER BY ordinal", bundle)
    return [(int(entry), str(text)) for entry, text in rows]


def load_problems(bundle: Path = BUNDLE) -> dict[int, frozenset[str]]:
    """The problems that each entry of a bundle answers, by the entry's ordinal."""
    rows = _rows("SELECT ordinal, problems FROM entries", bundle)
    return {int(ordinal): frozenset(json.loads(problems)) for ordinal, problems in rows}


def bundle_facts(bundle: Path = BUNDLE) -> dict[str, Any]:
    """Content hash and counts of a bundle, so that a result says what it was measured on."""
    manifest = json.loads((bundle / "manifest.json").read_bytes())
    return {"content": manifest["content"], "counts": manifest["counts"], "encoder": manifest["encoder"]["id"]}


def commit() -> str:
    """The short commit of this checkout; ``worktree`` where the measured code differs from it or git is silent."""
    try:
        changed = _git("status", "--porcelain", "--", "assistant", "corpus", "index")
        head = _git("rev-parse", "--short", "HEAD")
    except (OSError, subprocess.CalledProcessError):
        return "worktree"
    return "worktree" if changed else head


def _git(*words: str) -> str:
    command = ["git", "--no-optional-locks", "-C", str(ROOT), *words]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def machine() -> dict[str, Any]:
    """What figures depend on besides the code."""
    return {
        "system": platform.system(),
        "processor": _processor(),
        "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(),
        "python": platform.python_version(),
        "load": round(os.getloadavg()[0], 2) if hasattr(os, "getloadavg") else None,
    }


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.machine()
    names = Counter(line.split(":", 1)[1].strip() for line in lines if line.startswith("model name"))
    return next(iter(names), platform.machine())


def write_result(name: str, data: dict[str, Any]) -> Path:
    """Keep a result as ``results/<commit>-<name>.json``, with the machine and the bundle it was measured on."""
    RESULTS.mkdir(exist_ok=True)
    options = [Path(word).name if Path(word).is_absolute() else word for word in sys.argv[1:]]
    measured = commit()
    whole = {"commit": measured, "options": options, "machine": machine(), "bundle": bundle_facts(), **data}
    path = RESULTS / f"{measured}-{name}.json"
    path.write_text(json.dumps(whole, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return path


def percentile(values: list[float], share: float) -> float:
    """The value that ``share`` of the values do not exceed (nearest rank)."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def table(header: list[str], rows: list[list[str]]) -> str:
    """Columns that line up: the first to the left, the others to the right."""
    widths = [max(map(len, column)) for column in zip(header, *rows, strict=True)]
    lines = []
    for first, *others in [header, *rows]:
        cells = [cell.rjust(width) for cell, width in zip(others, widths[1:], strict=True)]
        lines.append("  ".join([first.ljust(widths[0]), *cells]))
    return "\n".join([lines[0], "-" * len(lines[0]), *lines[1:]])
