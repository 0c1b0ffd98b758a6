"""The root of every error that tfhelp raises on purpose.

    TfhelpError
    ├── CorpusError            an entry or a document that cannot be read (this floor)
    ├── BundleError            an index that must not be used (tfhelp_index)
    ├── EncoderUnavailable     the query encoder cannot be loaded (tfhelp_index)
    └── UsageError             something the user typed (tfhelp)

It stands on the lowest floor because all floors raise it. Anything else that escapes is a defect.
"""

from .language import join_sentences


class TfhelpError(Exception):
    """A failure that is explained to the user in one sentence.

    Args:
        message: what was wrong, one sentence, without a traceback's words.
        hint: what to do about it, one sentence; empty when there is nothing to do.
    """

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return join_sentences(self.message, self.hint)


class CorpusError(TfhelpError):
    """Knowledge that cannot be read: a missing folder, a broken entry, a dump that is not JSON."""
