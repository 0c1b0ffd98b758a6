"""The text fields of a multimodal configuration are below, not on top."""

from transformers import AutoConfig

RELEASES = ">=4.46"


def breaks():
    _ = AutoConfig.for_model("qwen2_vl").vocab_size


def fixed():
    assert AutoConfig.for_model("qwen2_vl").get_text_config().vocab_size > 1000
