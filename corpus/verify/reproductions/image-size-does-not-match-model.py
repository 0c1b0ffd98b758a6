"""A ViT for 32 pixels gets an image of 48 pixels."""

import tiny
import torch

IMAGE = torch.zeros(1, 3, 48, 48)


def breaks():
    tiny.model("vit", "AutoModelForImageClassification")(IMAGE)


def fixed():
    model = tiny.model("vit", "AutoModelForImageClassification")
    assert model(IMAGE, interpolate_pos_encoding=True).logits.shape == (1, 2)
