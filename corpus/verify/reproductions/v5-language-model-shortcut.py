"""The parts of a vision-language model are one level down."""

import tiny
from transformers import CLIPVisionConfig, LlavaConfig, LlavaForConditionalGeneration

SMALL = {"hidden_size": 16, "intermediate_size": 32, "num_hidden_layers": 1, "num_attention_heads": 2}


def _llava():
    vision = CLIPVisionConfig(**SMALL, image_size=16, patch_size=8)
    return LlavaForConditionalGeneration(LlavaConfig(text_config=tiny.config("llama"), vision_config=vision))


def breaks():
    _ = _llava().language_model


def fixed():
    model = _llava()
    inner = model.model if hasattr(getattr(model, "model", None), "language_model") else model
    inner.vision_tower.requires_grad_(False)
    assert type(model.get_decoder()).__name__ == "LlamaModel"
    assert not any(weight.requires_grad for name, weight in model.named_parameters() if "vision_tower." in name)
