"""The old flag beside the configuration object."""

import tiny
from transformers import AutoModelForCausalLM, BitsAndBytesConfig

RELEASES = "<5"


def _load(**arguments):
    config = BitsAndBytesConfig(load_in_8bit=True)
    AutoModelForCausalLM.from_pretrained(tiny.saved(tiny.model()), quantization_config=config, **arguments)


def breaks():
    _load(load_in_8bit=True)


def fixed():
    """Without the flag loading gets as far as asking for the package, which is not installed here."""
    asked = ""
    try:
        _load()
    except ImportError as error:
        asked = str(error)
    assert asked
