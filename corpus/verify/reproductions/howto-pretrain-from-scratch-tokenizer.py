"""A new tokenizer gives the numbers other meanings; it needs a new model."""

import tiny
import torch
from transformers import AutoModelForCausalLM

SILENT = True
TEXTS = ["abc abd abc"] * 50


def breaks():
    old = tiny.tokenizer()
    new = old.train_new_from_iterator(TEXTS, vocab_size=300)
    assert new("abc")["input_ids"] != old("abc")["input_ids"]


def fixed():
    tokenizer = tiny.tokenizer().train_new_from_iterator(TEXTS, vocab_size=300)
    config = tiny.config(
        "llama", vocab_size=len(tokenizer), bos_token_id=tokenizer.bos_token_id,
        eos_token_id=tokenizer.eos_token_id, pad_token_id=tokenizer.pad_token_id,
    )  # fmt: skip
    model = AutoModelForCausalLM.from_config(config)
    ids = torch.tensor([tokenizer("abc abd")["input_ids"]])
    assert model(input_ids=ids, labels=ids).loss.item() > 0
    assert model.get_input_embeddings().num_embeddings == len(tokenizer)
