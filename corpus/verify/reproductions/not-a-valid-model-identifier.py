"""The Hub has no repository of this name."""

import local_hub

BARE = True


def answer(path):
    if "modell" in path:
        return 404, {"X-Error-Code": "RepoNotFound"}, b""
    return 200, local_hub.FILE, local_hub.CONFIG


def load(name):
    local_hub.start(answer)
    from transformers import AutoConfig

    return AutoConfig.from_pretrained(name)


def breaks():
    load("org/modell")


def fixed():
    assert load("org/model").n_layer == 2
