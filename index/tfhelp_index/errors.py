"""What can go wrong on this floor; the root stands in `tfhelp_corpus.errors`."""

from __future__ import annotations

from tfhelp_corpus.errors import TfhelpError

__all__ = ["BundleError", "EncoderUnavailable", "LegUnavailable", "TfhelpError"]


class BundleError(TfhelpError):
    """An index that must not be used: missing, damaged, of another format, or made for another encoder."""


class LegUnavailable(TfhelpError):
    """One way of searching does not work here; the others still do."""


class EncoderUnavailable(LegUnavailable):
    """The query encoder cannot be loaded: files missing or damaged, or a library that fails to import."""
