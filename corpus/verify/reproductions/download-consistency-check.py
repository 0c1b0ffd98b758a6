"""Another number of bytes arrives than was announced."""

from pathlib import Path

import local_hub

BARE = True


def answer(path):
    announced = 5000 if "cut" in path else len(local_hub.CONFIG)
    return 200, {**local_hub.FILE, "X-Linked-Size": str(announced)}, local_hub.CONFIG


def load(name):
    local_hub.start(answer)
    from huggingface_hub import hf_hub_download

    return hf_hub_download(name, "config.json")


def breaks():
    load("org/cut")


def fixed():
    assert Path(load("org/whole")).read_bytes() == local_hub.CONFIG
