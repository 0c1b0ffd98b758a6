"""What lies at the edge of a wide picture is cut away."""

from PIL import Image, ImageOps
from transformers import CLIPImageProcessor

SILENT = True


def _contrast(picture):
    values = CLIPImageProcessor()(picture, return_tensors="pt")["pixel_values"][0, 0]
    return float(values.max() - values.min())


def _wide():
    picture = Image.new("RGB", (300, 100))
    picture.paste((255, 255, 255), (0, 0, 20, 100))
    return picture


def breaks():
    assert _contrast(_wide()) == 0


def fixed():
    assert _contrast(ImageOps.pad(_wide(), (300, 300))) > 1
