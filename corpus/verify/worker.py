"""Runs inside an environment of the matrix: imports the heavy things once, then one forked child for each half.

Standard library only. Jobs come as JSON lines on standard input (``path``, ``half``), outcomes leave as JSON lines on
the file descriptor named by the first argument, because a script may print.
"""

from __future__ import annotations

import importlib.util
import json
import os
import sys
import tempfile
import time
import traceback
import warnings
from pathlib import Path
from typing import Any

MAX_OUTPUT = 40_000
"""Characters of a child's output that are kept: its end."""

PRELOADED = (
    "torch", "transformers", "transformers.models.llama.modeling_llama", "transformers.models.gpt2.modeling_gpt2",
    "transformers.models.bert.modeling_bert", "transformers.trainer", "transformers.generation.utils",
)  # fmt: skip


def preload() -> None:
    """Import what nearly every script needs; what a release lacks is left out."""
    import contextlib

    for name in PRELOADED:
        with contextlib.suppress(Exception):
            importlib.import_module(name)


def outcome_of(path: str, half: str) -> dict[str, Any]:
    """Call one half of a script in this process."""
    try:
        spec = importlib.util.spec_from_file_location("reproduction", path)
        assert spec and spec.loader
        module = importlib.util.module_from_spec(spec)
        sys.modules["reproduction"] = module  # transformers looks up the module of a class
        spec.loader.exec_module(module)
        getattr(module, half)()
    except BaseException as error:  # noqa: BLE001 (whatever a reproduction raises is its outcome)
        return _raised(error)
    return {"ended": "returned"}


def _raised(error: BaseException) -> dict[str, Any]:
    frames = traceback.extract_tb(error.__traceback__)
    innermost = frames[-1].filename if frames else ""
    return {
        "ended": "raised",
        "exception": type(error).__name__,
        "message": str(error)[-4000:],
        "innermost": innermost,
        "line": frames[-1].lineno if frames else None,
        "in_library": "site-packages" in Path(innermost).parts,
        "chain": "".join(traceback.format_exception(error))[-8000:],
    }


def run_child(job: dict[str, Any]) -> dict[str, Any]:
    """Fork, run one half there, and collect its outcome and its output."""
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        told, printed = Path(folder, "outcome.json"), Path(folder, "output.txt")
        child = os.fork()
        if child == 0:
            _be_child(job, Path(folder), told, printed)
        _, status = os.waitpid(child, 0)
        try:
            outcome: dict[str, Any] = json.loads(told.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            outcome = {"ended": "died", "message": f"wait status {status}"}
        outcome["output"] = printed.read_text(encoding="utf-8", errors="replace")[-MAX_OUTPUT:]
    outcome["seconds"] = round(time.monotonic() - began, 2)
    return outcome


def _be_child(job: dict[str, Any], folder: Path, told: Path, printed: Path) -> None:
    output = os.open(printed, os.O_WRONLY | os.O_CREAT, 0o600)
    os.dup2(output, 1)
    os.dup2(output, 2)
    workplace = folder / "work"
    workplace.mkdir()
    os.chdir(workplace)
    tempfile.tempdir = str(folder)
    warnings.resetwarnings()
    outcome = outcome_of(job["path"], job["half"])
    sys.stdout.flush()
    sys.stderr.flush()
    told.write_text(json.dumps(outcome), encoding="utf-8")
    os._exit(0)


def main() -> None:
    """Serve jobs until standard input ends."""
    replies = os.fdopen(int(sys.argv[1]), "w", encoding="utf-8")
    sys.path.insert(0, str(Path(__file__).resolve().parent))
    if "--bare" not in sys.argv:
        preload()
    for line in sys.stdin:
        replies.write(json.dumps(run_child(json.loads(line))) + "\n")
        replies.flush()


if __name__ == "__main__":
    main()
