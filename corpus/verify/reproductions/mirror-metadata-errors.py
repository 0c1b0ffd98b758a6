"""A mirror that leaves out the header with the commit."""

from pathlib import Path

import local_hub

BARE = True


def answer(path):
    headers = {"ETag": '"abc"'} if "mirror" in path else local_hub.FILE
    return 200, headers, local_hub.CONFIG


def load(name):
    local_hub.start(answer)
    from huggingface_hub import hf_hub_download

    return hf_hub_download(name, "config.json")


def breaks():
    load("org/mirror")


def fixed():
    assert Path(load("org/complete")).read_bytes() == local_hub.CONFIG
