"""Channels in OpenCV's order are taken as red, green, blue."""

import numpy as np
from PIL import Image
from transformers import ViTImageProcessor

SILENT = True
RED = Image.new("RGB", (40, 30), "red")
BGR = np.array(RED)[..., ::-1].copy()


def _difference(array):
    processor = ViTImageProcessor()
    seen, right = (processor(picture, return_tensors="pt")["pixel_values"] for picture in (array, RED))
    return float((seen - right).abs().max())


def breaks():
    assert _difference(BGR) > 1


def fixed():
    assert _difference(BGR[..., ::-1].copy()) == 0
