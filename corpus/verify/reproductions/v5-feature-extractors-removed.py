"""The vision classes named FeatureExtractor are missing; audio keeps them, vision has ImageProcessor."""

import transformers

SILENT = True
FAMILIES = ("CLIP", "ViT", "Detr", "Segformer", "LayoutLMv2")


def breaks():
    assert not any(hasattr(transformers, f"{family}FeatureExtractor") for family in FAMILIES)


def fixed():
    assert all(hasattr(transformers, f"{family}ImageProcessor") for family in FAMILIES)
    assert hasattr(transformers, "WhisperFeatureExtractor")
