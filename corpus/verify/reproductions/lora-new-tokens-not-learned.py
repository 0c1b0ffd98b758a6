"""LoRA on all linear layers leaves the rows of new tokens frozen."""

import dataclasses

import tiny
from peft import LoraConfig, get_peft_model

SILENT = True
NEW = [421, 422]


def _beside_lora(**arguments):
    base = tiny.model()
    base.resize_token_embeddings(430)
    model = get_peft_model(base, LoraConfig(r=2, task_type="CAUSAL_LM", target_modules="all-linear", **arguments))
    return [name for name, weight in model.named_parameters() if weight.requires_grad and "lora_" not in name]


def breaks():
    assert _beside_lora() == []


def fixed():
    if "trainable_token_indices" in {field.name for field in dataclasses.fields(LoraConfig)}:
        assert len(_beside_lora(trainable_token_indices=NEW)) == 1
    assert len(_beside_lora(modules_to_save=["embed_tokens", "lm_head"])) == 2
