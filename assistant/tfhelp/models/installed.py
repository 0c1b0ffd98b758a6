"""Whether the extra for models is installed; told without importing anything of it."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import PurePath

from .errors import ModelError

ENCODER = ("torch", "transformers", "sentence_transformers")
"""What embedding on torch needs."""

WRITER = ("torch", "transformers")
"""What a summary by a model needs."""

GGUF = (*WRITER, "gguf")
"""What a summary by a model from a GGUF file needs."""


def missing(packages: tuple[str, ...] = ENCODER) -> tuple[str, ...]:
    """Those of the packages that are not there; one that is there can still fail to import."""
    return tuple(name for name in packages if not _found(name))


def require(packages: tuple[str, ...] = ENCODER) -> None:
    """Do nothing when all packages are there.

    Raises:
        ModelError: ``missing_extra``, with the command that installs them.
    """
    if absent := missing(packages):
        named = ", ".join(name.replace("_", "-") for name in absent)
        raise ModelError("missing_extra", packages=named, command=command())


def command() -> str:
    """The command that adds the extra to the environment in which this program runs."""
    parts = PurePath(sys.prefix).parts
    if _below(parts, "uv", "tools"):
        return 'uv tool install "tfhelp[models]"'
    if _below(parts, "pipx", "venvs"):
        return 'pipx install --force "tfhelp[models]"'
    python = f'"{sys.executable}"' if " " in sys.executable else sys.executable
    return f'{python} -m pip install "tfhelp[models]"'


def _found(name: str) -> bool:
    try:
        return name in sys.modules or importlib.util.find_spec(name) is not None
    except (ImportError, ValueError, AttributeError):  # a module without __spec__, a finder that fails
        return False


def _below(parts: tuple[str, ...], *names: str) -> bool:
    return any(parts[start : start + len(names)] == names for start in range(len(parts)))
