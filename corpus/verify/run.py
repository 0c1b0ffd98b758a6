"""Runs reproductions: one worker for each release, its jobs one after the other, results kept as they come."""

from __future__ import annotations

import json
import os
import select
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Lock
from typing import IO, TYPE_CHECKING, Any

from . import environments, verdicts
from .reproduction import HALVES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tfhelp_corpus.entry import Entry

    from .matrix import Release
    from .reproduction import Reproduction

LIMIT_S = 180.0
"""One half must end within this."""


class Worker:
    """A process in the environment of a release that runs halves; started anew when one hangs."""

    def __init__(self, release: Release, *, bare: bool) -> None:
        self._python, self._bare = environments.python_of(release), bare
        self._process: subprocess.Popen[str] | None = None
        self._replies: IO[str] | None = None

    def run(self, path: Path, half: str) -> dict[str, Any]:
        """The outcome of one half; ``ended`` is ``died`` where it took too long."""
        process, replies = self._started()
        assert process.stdin
        process.stdin.write(json.dumps({"path": str(path), "half": half}) + "\n")
        process.stdin.flush()
        ready, _, _ = select.select([replies], [], [], LIMIT_S)
        line = replies.readline() if ready else ""
        if line:
            outcome: dict[str, Any] = json.loads(line)
            return outcome
        self.stop()
        return {
            "ended": "died",
            "message": f"no answer within {LIMIT_S:.0f} s" if not ready else "ended",
            "output": "",
        }

    def stop(self) -> None:
        """End the process and what it forked."""
        if self._process:
            self._process.kill()
            self._process.wait()
            if self._replies:
                self._replies.close()
        self._process = None

    def _started(self) -> tuple[subprocess.Popen[str], IO[str]]:
        if self._process is None or self._replies is None:
            read, write = os.pipe()
            worker = Path(__file__).with_name("worker.py")
            command = [str(self._python), str(worker), str(write), *(["--bare"] if self._bare else [])]
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                pass_fds=[write],
                text=True,
                env=environment(),
                start_new_session=True,
            )
            os.close(write)
            self._replies = os.fdopen(read, encoding="utf-8")
        return self._process, self._replies


def environment() -> dict[str, str]:
    """Nothing of the user's: no network, no cache, one thread (a fork with threads hangs)."""
    home = environments.cache() / "home"
    home.mkdir(parents=True, exist_ok=True)
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "TMPDIR") if name in os.environ}
    return kept | {
        "HOME": str(home),
        "HF_HUB_OFFLINE": "1",
        "HF_DATASETS_OFFLINE": "1",
        "OMP_NUM_THREADS": "1",
        "TOKENIZERS_PARALLELISM": "false",
        "CUDA_VISIBLE_DEVICES": "",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONWARNINGS": "default",
        "PYTHONHASHSEED": "0",
    }


def run(
    scripts: Sequence[Reproduction], entries: Mapping[str, Entry], releases: Sequence[Release], *, again: bool
) -> verdicts.Table:
    """Run what has no verdict yet, or whose script or environment changed since; the table is saved as it grows.

    Args:
        scripts: what to run; each must have its entry.
        entries: by id.
        releases: under which.
        again: also what has a verdict.

    Returns:
        The whole table, also of what was not run now.
    """
    table = verdicts.load()
    lock = Lock()

    def one_release(release: Release) -> None:
        stamp = environments.stamp(release)
        workers = {bare: Worker(release, bare=bare) for bare in (False, True)}
        try:
            for script in scripts:
                if release.transformers not in script.releases:
                    continue
                before = table.get(script.id, {}).get(release.transformers)
                if not again and before and (before.digest, before.stamp) == (script.digest, stamp):
                    continue
                broke, mended = (workers[script.bare].run(script.path, half) for half in HALVES)
                verdict = verdicts.judge(script, entries[script.id], broke, mended, stamp)
                with lock:
                    table.setdefault(script.id, {})[release.transformers] = verdict
                    verdicts.save(table)
                    says = f"{verdict.breaks:7} {verdict.fixed:6} {verdict.note}"
                    print(f"{release.transformers:8} {script.id:44} {says}", flush=True)
        finally:
            for worker in workers.values():
                worker.stop()

    for release in releases:
        environments.python_of(release)  # one after the other, before anything runs
    with ThreadPoolExecutor(max_workers=min(len(releases), os.cpu_count() or 1)) as pool:
        for done in [pool.submit(one_release, release) for release in releases]:
            done.result()
    return table


def show(script: Reproduction, release: Release) -> None:
    """Run both halves and print all that they did: for writing a script."""
    worker = Worker(release, bare=script.bare)
    try:
        for half in HALVES:
            outcome = worker.run(script.path, half)
            print(f"== {half}() under {release.transformers}: {outcome['ended']} in {outcome.get('seconds')} s")
            print("\n".join(line.rpartition("\r")[2] for line in outcome["output"].rstrip().split("\n")))
            print(outcome.get("chain", "").rstrip())
    finally:
        worker.stop()
