"""The name of the attention must be one that the library knows."""

import tiny


def breaks():
    tiny.model(attn_implementation="flash_attn")


def fixed():
    assert tiny.model(attn_implementation="sdpa").config._attn_implementation == "sdpa"
