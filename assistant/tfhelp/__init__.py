"""Offline terminal help for people whose Transformers program just broke."""

from __future__ import annotations


def __getattr__(name: str) -> str:
    """``tfhelp.__version__``, looked up when asked for: reading metadata would slow every start."""
    if name == "__version__":
        from importlib.metadata import PackageNotFoundError, version

        try:
            return version("tfhelp")
        except PackageNotFoundError:  # run from a source tree that was never installed
            return "0+unknown"
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
