"""A variable set below the import is not looked at."""

import os

BARE = True
SILENT = True
SETTINGS = {"HF_HOME": "/somewhere", "HF_HUB_OFFLINE": "1"}


def _for_new_start():
    for name in ("HF_HUB_CACHE", *SETTINGS):
        os.environ.pop(name, None)


def breaks():
    _for_new_start()
    from huggingface_hub import constants

    os.environ.update(SETTINGS)
    assert constants.HF_HOME != "/somewhere" and not constants.HF_HUB_OFFLINE


def fixed():
    _for_new_start()
    os.environ.update(SETTINGS)
    from huggingface_hub import constants

    assert constants.HF_HOME == "/somewhere" and constants.HF_HUB_OFFLINE
