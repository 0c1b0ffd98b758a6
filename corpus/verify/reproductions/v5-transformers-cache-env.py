"""The old variable has no effect on the cache in 5.x; HF_HUB_CACHE has."""

import os

BARE = True
SILENT = True


def _cache():
    from huggingface_hub import constants
    from transformers.utils import hub

    return getattr(hub, "TRANSFORMERS_CACHE", constants.HF_HUB_CACHE)


def breaks():
    os.environ["TRANSFORMERS_CACHE"] = "/somewhere/models"
    assert _cache() != "/somewhere/models"


def fixed():
    os.environ.pop("TRANSFORMERS_CACHE", None)
    os.environ["HF_HUB_CACHE"] = "/somewhere/models"
    assert _cache() == "/somewhere/models"
