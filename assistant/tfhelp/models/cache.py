"""Where models that were converted are kept."""

from __future__ import annotations

import os
from pathlib import Path

SEAL = "converted.json"
"""In every folder that a GGUF file was converted to, written last."""


def cache_folder() -> Path:
    """``TFHELP_CACHE``, else the user's cache folder; nothing is made."""
    if own := os.environ.get("TFHELP_CACHE"):
        return Path(own)
    import platformdirs

    return platformdirs.user_cache_path("tfhelp", appauthor=False)
