"""Trainer copies the ids of special tokens from the tokenizer into the model's configurations."""

import tiny
from transformers import Trainer

RELEASES = ">=4.46"


def trained(**arguments):
    model = tiny.model("llama", **arguments)
    tokenizer = tiny.tokenizer()
    Trainer(model, tiny.training_arguments(), train_dataset=tiny.rows(), processing_class=tokenizer).train()
    return model


def breaks():
    trained(eos_token_id=9)


def fixed():
    assert trained(eos_token_id=2).config.eos_token_id == 2
