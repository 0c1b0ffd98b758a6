"""A cache in a place where this process may not write."""

import tempfile

import local_hub

BARE = True
RELEASES = ">=4.53"


def answer(_):
    return 200, local_hub.FILE, local_hub.CONFIG


def load(cache):
    local_hub.start(answer)
    from transformers import AutoConfig

    return AutoConfig.from_pretrained("org/model", cache_dir=cache)


def breaks():
    load("/sys/hub")  # Linux lets nobody make a folder here, not even root


def fixed():
    assert load(tempfile.mkdtemp()).n_layer == 2
