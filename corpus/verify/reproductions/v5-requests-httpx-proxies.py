"""proxies= is ignored with a warning; a failed download is an OSError on every release."""

from huggingface_hub import hf_hub_download
from huggingface_hub.utils import HfHubHTTPError

DEAD = "http://127.0.0.1:9"


def _error(**arguments):
    try:
        hf_hub_download("someone/nothing", "config.json", endpoint=DEAD, **arguments)
    except OSError as error:
        return error
    return None


def breaks():
    _error(proxies={"http": DEAD})


def fixed():
    assert _error() is not None
    assert issubclass(HfHubHTTPError, OSError)
