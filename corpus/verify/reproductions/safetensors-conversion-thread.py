"""Loading a repository with .bin weights only also asks for their conversion."""

import os
import threading
from pathlib import Path

import local_hub

BARE = True
CONFIG = b'{"model_type": "gpt2", "n_layer": 1, "n_head": 2, "n_embd": 8, "vocab_size": 20, "n_positions": 8}'
SILENT = True
RELEASES = ">=4.57"
ASKED = []


def answer(path):
    ASKED.append(path)
    if path.startswith("/api"):
        return 200, {"Content-Type": "application/json"}, b'{"id": "org/model", "private": false}'
    if path.endswith("/config.json"):
        return 200, local_hub.FILE, CONFIG
    if path.endswith("pytorch_model.bin"):
        return 200, {**local_hub.FILE, "ETag": '"def"'}, Path("weights.bin").read_bytes()
    return 404, {**local_hub.FILE, "X-Error-Code": "EntryNotFound"}, b""


def load():
    """Load the model, wait for all that goes on beside it, and say whether a conversion was asked for."""
    local_hub.start(answer)
    import torch
    from transformers import AutoConfig, AutoModel

    config = AutoConfig.for_model("gpt2", n_layer=1, n_head=2, n_embd=8, vocab_size=20, n_positions=8)
    torch.save(AutoModel.from_config(config).state_dict(), "weights.bin")
    model = AutoModel.from_pretrained("org/model")
    for thread in threading.enumerate():
        if thread.name.startswith("Thread-auto"):
            thread.join(20)
    return model, any("/commits/" in path for path in ASKED)


def breaks():
    _, asked = load()
    assert asked


def fixed():
    os.environ["DISABLE_SAFETENSORS_CONVERSION"] = "true"
    model, asked = load()
    assert model.config.n_layer == 1
    assert not asked
