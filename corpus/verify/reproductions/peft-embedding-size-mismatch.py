"""An adapter that carries resized embeddings, on a base of the old size."""

import tiny
import torch
from peft import LoraConfig, PeftModel, get_peft_model


def _resized():
    model = tiny.model()
    model.resize_token_embeddings(430)
    return model


def _adapter():
    config = LoraConfig(r=2, target_modules=["q_proj"], modules_to_save=["embed_tokens", "lm_head"])
    return tiny.saved(get_peft_model(_resized(), config))


def breaks():
    PeftModel.from_pretrained(tiny.model(), _adapter())


def fixed():
    model = PeftModel.from_pretrained(_resized(), _adapter())
    assert model(torch.tensor([[5, 429]])).logits.shape[-1] == 430
