"""A model with rotary positions takes more tokens than it was trained on and says nothing."""

import tiny
import torch

SILENT = True
LIMIT = 64
TEXT = "the model answers a question about the weather " * 20


def seen(**arguments):
    model = tiny.model(max_position_embeddings=LIMIT)
    ids = tiny.tokenizer()(TEXT, return_tensors="pt", return_token_type_ids=False, **arguments)["input_ids"]
    with torch.inference_mode():
        return model(ids).logits.shape[1], model.config.max_position_embeddings


def breaks():
    length, limit = seen()
    assert length > limit


def fixed():
    length, limit = seen(truncation=True, max_length=LIMIT)
    assert length == limit
