"""A SOCKS proxy, without the package that speaks its language."""

import os

import local_hub

BARE = True


def answer(_):
    return 200, local_hub.FILE, local_hub.CONFIG


def load():
    local_hub.start(answer)
    from transformers import AutoConfig

    return AutoConfig.from_pretrained("org/model")


def breaks():
    os.environ["HTTP_PROXY"] = os.environ["http_proxy"] = "socks5://127.0.0.1:9"
    load()


def fixed():
    for name in ("HTTP_PROXY", "http_proxy"):
        os.environ.pop(name, None)
    assert load().n_layer == 2
