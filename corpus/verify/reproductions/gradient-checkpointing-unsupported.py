"""A model class has to declare that it can recompute activations; this old architecture does not."""

import tiny
from transformers import SqueezeBertConfig, SqueezeBertModel


def breaks():
    small = {"vocab_size": 100, "hidden_size": 32, "embedding_size": 32, "intermediate_size": 32}
    model = SqueezeBertModel(SqueezeBertConfig(**small, num_hidden_layers=1, num_attention_heads=4))
    model.gradient_checkpointing_enable()


def fixed():
    model = tiny.model("bert", "AutoModel")
    model.gradient_checkpointing_enable()
    assert model.is_gradient_checkpointing
