"""Words in two languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tfhelp_corpus.entry import Language


class Wording:
    """What one part of the program says in its own voice, in English and in Chinese, by key."""

    def __init__(self, en: Mapping[str, str], zh: Mapping[str, str]) -> None:
        assert en.keys() == zh.keys(), en.keys() ^ zh.keys()
        self._catalogs: Mapping[Language, Mapping[str, str]] = {"en": en, "zh": zh}

    def __call__(self, language: Language, key: str, **values: object) -> str:
        """The words for ``key`` with their values filled in."""
        return self._catalogs[language][key].format(**values)

    @property
    def keys(self) -> frozenset[str]:
        """All keys."""
        return frozenset(self._catalogs["en"])
