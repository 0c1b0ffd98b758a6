"""The Hub sends its hint in a header, and the library prints it."""

import contextlib
import io
from pathlib import Path

import local_hub

BARE = True
RELEASES = ">=5"


def answer(_):
    hint = "unauthenticated; You are sending " + "unauthenticated requests to the HF Hub."
    return 200, {**local_hub.FILE, "X-HF-Warning": hint}, local_hub.CONFIG


def load(*, quiet):
    local_hub.start(answer)
    from huggingface_hub import hf_hub_download
    from huggingface_hub.utils import logging

    if quiet:
        logging.set_verbosity_error()
    return hf_hub_download("org/model", "config.json")


def breaks():
    load(quiet=False)


def fixed():
    output = io.StringIO()
    with contextlib.redirect_stderr(output):
        assert Path(load(quiet=True)).read_bytes() == local_hub.CONFIG
    assert not output.getvalue()
