"""A snapshot brings every format of the weights, unless the patterns leave some out."""

import json
from pathlib import Path

import local_hub

BARE = True
SILENT = True
NAMES = ("config.json", "model.safetensors", "pytorch_model.bin")
OLD_FIELDS = {"private": False, "downloads": 0, "likes": 0, "tags": []}  # that huggingface_hub 0.23 insists on


def answer(path):
    if "/tree/" in path:
        files = [{"type": "file", "path": name, "size": len(local_hub.CONFIG), "oid": "abc"} for name in NAMES]
        return 200, {"Content-Type": "application/json"}, json.dumps(files).encode()
    if path.startswith("/api"):
        files = [{"rfilename": name} for name in NAMES]
        listing = {"id": "org/model", "sha": local_hub.FILE["X-Repo-Commit"], "siblings": files, **OLD_FIELDS}
        return 200, {"Content-Type": "application/json"}, json.dumps(listing).encode()
    return 200, {**local_hub.FILE, "ETag": '"' + path.rsplit("/")[-1] + '"'}, local_hub.CONFIG


def download(**arguments):
    local_hub.start(answer)
    from huggingface_hub import snapshot_download

    return {file.name for file in Path(snapshot_download("org/model", **arguments)).iterdir()}


def breaks():
    assert {"model.safetensors", "pytorch_model.bin"} <= download()


def fixed():
    assert download(ignore_patterns=["*.bin"]) == {"config.json", "model.safetensors"}
