"""Importing a library that may be broken, or that is not what its name says."""

from __future__ import annotations

import importlib
from typing import Any

from .errors import LegUnavailable


def import_library(name: str, attribute: str) -> Any:
    """Import a module and make sure that it is the library meant.

    Args:
        name: the module's name.
        attribute: something only the real library has; a stranger's file of that name has not.

    Raises:
        LegUnavailable: the import fails in whatever way, or finds something else.
    """
    try:
        module = importlib.import_module(name)
    except (Exception, SystemExit) as error:  # a broken library raises anything, and a script of that name may exit
        raise LegUnavailable(f"{name} cannot be imported ({type(error).__name__}: {error}).") from error
    if not hasattr(module, attribute):
        where = getattr(module, "__file__", None) or "an unknown place"
        raise LegUnavailable(f"{name} is not the library of that name: it was found at {where}.")
    return module
