"""``tfhelp --version`` and ``tfhelp paths``."""

from __future__ import annotations

import os
from pathlib import Path

import tfhelp
from tfhelp import settings
from tfhelp.errors import ExitCode
from tfhelp_corpus.errors import TfhelpError
from tfhelp_index.bundle import PACKAGED_BUNDLE, PACKAGED_ENCODER
from tfhelp_index.manifest import Manifest


def version() -> ExitCode:
    """Print the program's version and how new its knowledge is."""
    print(f"tfhelp {tfhelp.__version__}")
    try:
        manifest = Manifest.read(PACKAGED_BUNDLE)
    except TfhelpError as error:
        print(f"knowledge: unusable ({error.message})")
        return ExitCode.UNUSABLE
    newest = ", ".join(f"{name} {release}" for name, release in manifest.newest.items())
    print(f"knowledge of {manifest.date}: {manifest.counts['entries']} problems, checked up to {newest}")
    return ExitCode.ANSWERED


def paths() -> ExitCode:
    """Print where the program's files are."""
    from tfhelp.models.cache import cache_folder

    own = os.environ.get("TFHELP_INDEX")
    rows = {
        "program": Path(tfhelp.__file__).parent,
        "index": PACKAGED_BUNDLE,
        "encoder": PACKAGED_ENCODER,
        "your index": f"{own} (TFHELP_INDEX)" if own else "none (set TFHELP_INDEX or use --index)",
        "settings": settings.config_file(),
        "conversations": settings.state_path(),
        "model cache": cache_folder(),
    }
    for name, value in rows.items():
        print(f"{name + ':':<14} {value}")
    return ExitCode.ANSWERED
