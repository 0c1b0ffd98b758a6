"""Which versions an environment has, by the names of its ``*.dist-info`` folders: nothing is imported or run."""

from __future__ import annotations

import os
import re
from pathlib import Path

from .errors import UsageError

_DIST_INFO = re.compile(r"([A-Za-z0-9_.]+)-([^-]+)\.dist-info")
_PATTERNS = ("lib/python3*/site-packages", "lib64/python3*/site-packages", "Lib/site-packages", "site-packages")


def installed(environment: Path) -> dict[str, str]:
    """Versions by normalized distribution name, empty when the folder has no site-packages."""
    found: dict[str, str] = {}
    for site in _site_packages(environment):
        try:
            names = sorted(path.name for path in site.iterdir())
        except OSError:
            continue
        for name in names:
            if match := _DIST_INFO.fullmatch(name):
                found[match[1].lower().replace("_", "-").replace(".", "-")] = match[2]
    return found


def _site_packages(environment: Path) -> list[Path]:
    own = [environment] if environment.name in ("site-packages", "dist-packages") else []
    return own + [path for pattern in _PATTERNS for path in sorted(environment.glob(pattern)) if path.is_dir()]


def versions(named: str | None) -> dict[str, str]:
    """Versions of the environment that the user means.

    Args:
        named: the path given with ``--env``; else the active virtual or conda environment is looked at.

    Raises:
        UsageError: the named path is no Python environment.
    """
    if named:
        try:
            path = Path(named).expanduser()
            is_folder = path.is_dir()
        except (OSError, RuntimeError, ValueError):  # a name too long, or ~somebody that does not exist
            is_folder = False
        if not is_folder:
            raise UsageError(f"--env {named} is not a folder.", "Name the folder of a virtual or conda environment.")
        found = installed(path)
        if not found:
            raise UsageError(f"--env {named} holds no installed Python packages.", "Name its top folder.")
        return found
    for variable in ("VIRTUAL_ENV", "CONDA_PREFIX"):
        if os.environ.get(variable) and (found := installed(Path(os.environ[variable]))):
            return found
    return {}
