"""The class name with Fast is forwarded, with a notice."""

import transformers
from packaging.version import Version

RELEASES = ">=4.46"


def breaks():
    _ = transformers.ViTImageProcessorFast


def fixed():
    new = Version(transformers.__version__) >= Version("5.5")
    name = "ViTImageProcessorPil" if new else "ViTImageProcessor"
    assert getattr(transformers, name).__name__ == name
