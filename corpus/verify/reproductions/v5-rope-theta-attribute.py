"""rope_theta stands in a dictionary in 5.x; the reading below works on every release."""

import tiny


def breaks():
    _ = tiny.config("llama").rope_theta


def fixed():
    config = tiny.config("llama", rope_theta=500000.0)
    rope = getattr(config, "rope_parameters", None) or {}
    assert rope.get("rope_theta", getattr(config, "rope_theta", None)) == 500000.0
