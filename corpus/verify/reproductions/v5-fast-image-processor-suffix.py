"""The class name with Fast is forwarded, with a notice."""

import transformers

RELEASES = ">=4.46"
FAST = True


def breaks():
    _ = transformers.ViTImageProcessorFast


def fixed():
    assert transformers.ViTImageProcessor.__name__.startswith("ViTImageProcessor")
