"""A variable for a package that is not used any more, or not installed."""

import os
import warnings
from pathlib import Path

import local_hub

BARE = True


def answer(_):
    return 200, local_hub.FILE, local_hub.CONFIG


def load():
    local_hub.start(answer)
    from huggingface_hub import hf_hub_download

    return hf_hub_download("org/model", "config.json")


def breaks():
    os.environ["HF_HUB_ENABLE_HF_TRANSFER"] = "1"
    load()


def fixed():
    os.environ.pop("HF_HUB_ENABLE_HF_TRANSFER", None)
    with warnings.catch_warnings(record=True) as seen:
        assert Path(load()).read_bytes() == local_hub.CONFIG
    assert not [warning for warning in seen if "TRANSFER" in str(warning.message)]
