"""What the locale says of the person in front of the screen."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tfhelp_corpus.entry import Language


def locale_language() -> Language:
    """The language of the user's locale, by the variables and in the order of gettext; English if it is neither."""
    for variable in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        for name in os.environ.get(variable, "").split(":"):
            code = name.partition(".")[0].partition("_")[0].lower()
            if code in ("zh", "en"):
                return "zh" if code == "zh" else "en"
    return "en"
