"""Why a model cannot be used, before it is known who has to say so."""

from __future__ import annotations


class Unusable(Exception):
    """A model that must not or cannot be loaded: a key of `tfhelp.models.words`, and its values.

    The program turns it into a `ModelError`, the model process into a `Failed`.
    """

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.values = {name: str(value) for name, value in values.items()}
