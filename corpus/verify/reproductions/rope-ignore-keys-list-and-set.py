"""A configuration holds the keys that the position check skips as a list, as JSON gives it."""

from transformers import LlamaConfig

RELEASES = ">=5"
ROPE = {"rope_type": "default", "rope_theta": 10000.0}


def breaks():
    LlamaConfig(rope_parameters={**ROPE}, ignore_keys_at_rope_validation=["mrope_section"])


def fixed():
    assert LlamaConfig(rope_parameters={**ROPE}).rope_parameters["rope_type"] == "default"
