"""A grayscale picture goes to a processor that does not convert it."""

from PIL import Image
from transformers import ViTImageProcessor


def _pixels(mode):
    return ViTImageProcessor()(Image.new("L", (40, 30)).convert(mode), return_tensors="pt")["pixel_values"]


def breaks():
    _pixels("L")


def fixed():
    assert _pixels("RGB").shape == (1, 3, 224, 224)
