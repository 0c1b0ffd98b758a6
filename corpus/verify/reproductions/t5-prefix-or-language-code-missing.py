"""A translation model of many languages begins with the target's code only when it is told to."""

import tiny
import torch

SILENT = True
SMALL = {"d_model": 32, "encoder_layers": 2, "decoder_layers": 2, "encoder_ffn_dim": 64, "decoder_ffn_dim": 64,
         "encoder_attention_heads": 4, "decoder_attention_heads": 4, "decoder_start_token_id": 2,
         "num_key_value_heads": 4}  # fmt: skip
TARGET = 400


def first_token(**arguments):
    model = tiny.model("m2m_100", "AutoModelForSeq2SeqLM", **SMALL)
    ids = torch.arange(5, 11)[None]
    return model.generate(ids, attention_mask=torch.ones_like(ids), max_new_tokens=4, **arguments)[0, 1].item()


def breaks():
    assert first_token() != TARGET


def fixed():
    assert first_token(forced_bos_token_id=TARGET) == TARGET
