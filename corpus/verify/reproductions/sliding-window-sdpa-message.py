"""A Qwen2 with a window and an attention that knows none."""

import tiny

WINDOW = {"sliding_window": 64, "max_window_layers": 1, "attn_implementation": "sdpa"}


def breaks():
    tiny.model("qwen2", use_sliding_window=True, **WINDOW)


def fixed():
    assert tiny.model("qwen2", use_sliding_window=False, **WINDOW).config.use_sliding_window is False
