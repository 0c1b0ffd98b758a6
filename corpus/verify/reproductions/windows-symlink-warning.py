"""A file system on which no links can be made."""

import os
import warnings
from pathlib import Path

import local_hub

BARE = True


def answer(_):
    return 200, local_hub.FILE, local_hub.CONFIG


def load():
    local_hub.start(answer)
    os.symlink = lambda *_, **__: Path().readlink()  # an OSError, as from Windows or exFAT
    from huggingface_hub import hf_hub_download

    return hf_hub_download("org/model", "config.json")


def breaks():
    load()


def fixed():
    os.environ["HF_HUB_DISABLE_SYMLINKS_WARNING"] = "1"
    with warnings.catch_warnings(record=True) as seen:
        assert Path(load()).read_bytes() == local_hub.CONFIG
    assert not [warning for warning in seen if "symlink" in str(warning.message)]
