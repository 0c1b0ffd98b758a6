"""An image processor is imported by name, without torchvision."""

import importlib

RELEASES = ">=5.5"


def _imported(name):
    return getattr(importlib.import_module("transformers"), name)


def breaks():
    _imported("ViTImageProcessor")()


def fixed():
    assert _imported("ViTImageProcessorPil")().size["height"] == 224
