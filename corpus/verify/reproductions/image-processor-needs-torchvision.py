"""A class that exists only with torchvision, in an environment without it."""

import transformers
from PIL import Image
from transformers.utils import is_torchvision_available

RELEASES = ">=4.46"


def breaks():
    name = "ViTImageProcessorFast" if int(transformers.__version__.split(".")[0]) < 5 else "Qwen2VLVideoProcessor"
    getattr(transformers, name)()


def fixed():
    assert not is_torchvision_available()
    pixels = transformers.ViTImageProcessor()(Image.new("RGB", (40, 30)), return_tensors="pt")["pixel_values"]
    assert pixels.shape == (1, 3, 224, 224)
