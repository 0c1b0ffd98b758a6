"""A tied output layer is not in the file; it comes back while loading, and untying puts it there."""

import tiny
import torch
from safetensors import safe_open
from transformers import AutoModelForCausalLM

SILENT = True


def _names(folder):
    with safe_open(f"{folder}/model.safetensors", "pt") as file:
        return set(file.keys())


def breaks():
    model = tiny.model(tie_word_embeddings=True)
    assert "lm_head.weight" in model.state_dict()
    assert "lm_head.weight" not in _names(tiny.saved(model))


def fixed():
    folder = tiny.saved(tiny.model(tie_word_embeddings=True))
    model, info = AutoModelForCausalLM.from_pretrained(folder, output_loading_info=True)
    assert not info["missing_keys"]
    shared = model.get_input_embeddings().weight
    assert shared.data_ptr() == model.get_output_embeddings().weight.data_ptr()
    model.lm_head.weight = torch.nn.Parameter(shared.detach().clone())
    model.config.tie_word_embeddings = False
    assert "lm_head.weight" in _names(tiny.saved(model))
