"""A branch that the repository does not have."""

import local_hub

BARE = True


def answer(path):
    if "master" in path:
        return 404, {"X-Error-Code": "RevisionNotFound"}, b""
    return 200, local_hub.FILE, local_hub.CONFIG


def load(**arguments):
    local_hub.start(answer)
    from transformers import AutoConfig

    return AutoConfig.from_pretrained("org/model", **arguments)


def breaks():
    load(revision="master")


def fixed():
    assert load(revision="main").n_layer == 2
