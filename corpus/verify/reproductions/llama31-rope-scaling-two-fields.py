"""The rope_scaling of Llama 3.1 in a release that knows two fields only."""

from transformers import LlamaConfig

SCALING = {
    "factor": 8.0,
    "low_freq_factor": 1.0,
    "high_freq_factor": 4.0,
    "original_max_position_embeddings": 8192,
    "rope_type": "llama3",
}


def breaks():
    LlamaConfig(rope_scaling=dict(SCALING))


def fixed():
    config = LlamaConfig(rope_scaling={"type": "linear", "factor": 8.0})
    assert config.rope_scaling["factor"] == 8.0
