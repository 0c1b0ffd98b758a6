"""What can go wrong on this floor, and the exit code of everything that can."""

from __future__ import annotations

from enum import IntEnum

from tfhelp_corpus.errors import CorpusError, TfhelpError
from tfhelp_index.errors import BundleError, LegUnavailable


class UsageError(TfhelpError):
    """Something that the user typed, piped or configured cannot be used."""


class UnavailableError(TfhelpError):
    """What an option needs is missing on this machine, or does not work."""


class ExitCode(IntEnum):
    """Exit codes; part of the interface."""

    ANSWERED = 0
    NOTHING_RELEVANT = 1
    USAGE = 2
    UNUSABLE = 3
    """Bundle or model."""
    INTERNAL = 70
    INTERRUPTED = 130


_CODES: tuple[tuple[type[TfhelpError], ExitCode], ...] = (
    (UsageError, ExitCode.USAGE),
    (CorpusError, ExitCode.USAGE),
    (BundleError, ExitCode.UNUSABLE),
    (LegUnavailable, ExitCode.UNUSABLE),
    (UnavailableError, ExitCode.UNUSABLE),
)


def exit_code(error: TfhelpError) -> ExitCode:
    """The exit code that belongs to an error."""
    return next((code for kind, code in _CODES if isinstance(error, kind)), ExitCode.INTERNAL)
