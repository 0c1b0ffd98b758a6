"""A file that is larger than the room on the disk."""

import contextlib
import warnings
from pathlib import Path

import local_hub

BARE = True


def answer(path):
    size = 10**16 if "huge" in path else len(local_hub.CONFIG)
    return 200, {**local_hub.FILE, "X-Linked-Size": str(size)}, local_hub.CONFIG


def download(name):
    local_hub.start(answer)
    from huggingface_hub import hf_hub_download

    return hf_hub_download(name, "config.json")


def breaks():
    with contextlib.suppress(OSError, ValueError):  # the download of so much cannot end well; its warning counts
        download("org/huge")


def fixed():
    with warnings.catch_warnings(record=True) as seen:
        assert Path(download("org/small")).read_bytes() == local_hub.CONFIG
    assert not [warning for warning in seen if "disk" in str(warning.message)]
