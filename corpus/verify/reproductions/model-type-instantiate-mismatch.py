"""A Llama checkpoint is loaded with the class of BERT."""

import tiny
from transformers import AutoModelForCausalLM, BertModel


def breaks():
    BertModel.from_pretrained(tiny.saved(tiny.model("llama")))


def fixed():
    folder = tiny.saved(tiny.model("llama"))
    model, info = AutoModelForCausalLM.from_pretrained(folder, output_loading_info=True)
    assert model.config.model_type == "llama"
    assert not info["missing_keys"]
    assert not info["unexpected_keys"]
