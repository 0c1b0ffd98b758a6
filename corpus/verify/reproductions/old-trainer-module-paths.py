"""The helpers for DeepSpeed moved into transformers.integrations."""

import importlib
import traceback


def names(module):
    """What a training script wants from there; the error is printed, as nothing of the library raises it."""
    try:
        found = importlib.import_module(module)
    except ImportError:
        traceback.print_exc()
        return []
    return [name for name in ("HfDeepSpeedConfig", "is_deepspeed_zero3_enabled") if hasattr(found, name)]


def breaks():
    names("transformers.deepspeed")


def fixed():
    assert len(names("transformers.integrations.deepspeed")) == 2
