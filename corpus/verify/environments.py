"""Virtual environments of the matrix: one with torch, and a thin one for each release that sees it by a ``.pth``."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from . import matrix

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .matrix import Release

_STAMP = "installed.txt"
"""Written last, so that an interrupted installation is begun again."""


class EnvironmentFailure(RuntimeError):
    """An environment could not be made; the message ends with what pip said."""


def cache() -> Path:
    """Where environments lie: ``TFHELP_VERIFY_CACHE``, else a folder in the user's cache."""
    return Path(os.environ.get("TFHELP_VERIFY_CACHE") or "~/.cache/tfhelp-verify").expanduser()


def python_of(release: Release) -> Path:
    """The interpreter of a release's environment, which is made where it is missing or was made otherwise.

    Raises:
        EnvironmentFailure: pip failed.
    """
    steps = [["--no-deps", *release.requirements]]  # all that these need is shared
    return _made(release.transformers, steps, beside=shared()) / "bin" / "python"


def shared() -> Path:
    """The environment with torch and all else that the releases share.

    Raises:
        EnvironmentFailure: pip failed.
    """
    return _made("torch", [[f"torch=={matrix.TORCH}"], list(matrix.SHARED)])  # torch before what depends on it


def stamp(release: Release) -> str:
    """What a verdict depends on beside its script: the releases of everything that was installed on purpose."""
    return " ".join([f"python=={matrix.PYTHON}", f"torch=={matrix.TORCH}", *release.requirements])


def _made(name: str, steps: Sequence[Sequence[str]], *, beside: Path | None = None) -> Path:
    """The folder of an environment in which pip was given each of the steps; made where it is missing."""
    wanted = "\n".join(item for step in steps for item in step if not item.startswith("-"))
    folder = cache() / f"{name}-{hashlib.sha256(wanted.encode()).hexdigest()[:8]}"
    if (folder / _STAMP).is_file():
        return folder
    print(f"Making the environment {folder.name} …", file=sys.stderr)
    shutil.rmtree(folder, ignore_errors=True)
    _run([sys.executable, "-m", "venv", str(folder)])
    if beside:
        (site_packages(folder) / "shared.pth").write_text(f"{site_packages(beside)}\n", encoding="utf-8")
    for step in steps:
        _pip(folder, step)
    (folder / _STAMP).write_text(wanted, encoding="utf-8")
    return folder


def site_packages(folder: Path) -> Path:
    """Where an environment has its packages."""
    return next((folder / "lib").glob("python3*")) / "site-packages"


def _pip(folder: Path, what: Sequence[str]) -> None:
    _run([str(folder / "bin" / "python"), "-m", "pip", "install", "-q", "--disable-pip-version-check", *what])


def _run(command: list[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        tail = "\n".join(done.stderr.strip().splitlines()[-5:])
        raise EnvironmentFailure(f"{' '.join(command)} failed:\n{tail}")
