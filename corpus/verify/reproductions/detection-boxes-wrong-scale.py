"""A box in the middle of a wide picture, with the picture's width and height in the wrong order."""

from types import SimpleNamespace

import torch
from PIL import Image
from transformers import DetrImageProcessor

SILENT = True
IMAGE = Image.new("RGB", (300, 100))


def _box(size):
    outputs = SimpleNamespace(logits=torch.tensor([[[5.0, 0.0]]]), pred_boxes=torch.tensor([[[0.5, 0.5, 0.5, 0.5]]]))
    processor = DetrImageProcessor()
    return processor.post_process_object_detection(outputs, 0.5, target_sizes=size)[0]["boxes"][0].tolist()


def breaks():
    assert max(_box(None)) < 1
    assert _box([IMAGE.size]) == [25, 75, 75, 225]


def fixed():
    assert _box([IMAGE.size[::-1]]) == [75, 25, 225, 75]
