"""A model, or the process that runs it, that cannot do what was asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tfhelp.errors import UnavailableError
from tfhelp.locales import locale_language

from . import words

if TYPE_CHECKING:
    from tfhelp_corpus.entry import Language


class ModelError(UnavailableError):
    """A failure of the heavy side, by its code in `tfhelp.models.words`; exit code 3.

    Args:
        code: the key of its sentence; ``<code>_hint``, where there is one, becomes the hint.
        language: of the sentence; the locale's when it is not given.
        values: what the sentence has to be filled with.
    """

    def __init__(self, code: str, language: Language | None = None, **values: object) -> None:
        self.code = code
        self.values = {name: str(value) for name, value in values.items()}
        language = language or locale_language()
        super().__init__(words.sentence(language, code, self.values), words.hint(language, code, self.values))

    def spoken(self, language: Language) -> ModelError:
        """The same error in another language."""
        return type(self)(self.code, language, **self.values)
