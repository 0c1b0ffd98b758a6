"""Qwen2 with a sliding window in its configuration, without flash attention."""

import tiny


def breaks():
    tiny.model("qwen2", use_sliding_window=True, sliding_window=8, max_window_layers=0, attn_implementation="sdpa")


def fixed():
    model = tiny.model("qwen2", use_sliding_window=False, attn_implementation="sdpa")
    assert not model.config.use_sliding_window
