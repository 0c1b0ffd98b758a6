"""An array between 0 and 1 is divided by 255 once more."""

import numpy as np
from transformers import ViTImageProcessor

SILENT = True


def _brightest(**arguments):
    picture = np.ones((40, 30, 3), "float32")
    return float(ViTImageProcessor()(picture, return_tensors="pt", **arguments)["pixel_values"].max())


def breaks():
    assert _brightest() < -0.9


def fixed():
    assert _brightest(do_rescale=False) > 0.9
