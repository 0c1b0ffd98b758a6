"""The inner module is gone from CLIPTextModel; the reading below fits both layouts."""

import torch
from transformers import CLIPTextConfig, CLIPTextModel

SMALL = {"hidden_size": 16, "intermediate_size": 32, "num_hidden_layers": 1, "num_attention_heads": 2}


def _encoder():
    return CLIPTextModel(CLIPTextConfig(**SMALL, vocab_size=99, bos_token_id=1, eos_token_id=2)).eval()


def breaks():
    _ = _encoder().text_model.embeddings


def fixed():
    encoder = _encoder()
    inner = getattr(encoder, "text_model", encoder)
    assert torch.equal(inner.embeddings.token_embedding.weight, encoder.get_input_embeddings().weight)
    keys = {k if k.startswith("text_model.") else f"text_model.{k}" for k in encoder.state_dict()}
    assert "text_model.final_layer_norm.weight" in keys
