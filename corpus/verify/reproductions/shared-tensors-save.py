"""Two names of a tied model point to one tensor."""

import tempfile

import tiny
from safetensors.torch import load_model, save_file, save_model


def breaks():
    save_file(tiny.model(tie_word_embeddings=True).state_dict(), f"{tempfile.mkdtemp()}/model.safetensors")


def fixed():
    model = tiny.model(tie_word_embeddings=True)
    path = f"{tempfile.mkdtemp()}/model.safetensors"
    save_model(model, path)
    other = tiny.model(tie_word_embeddings=True)
    other.lm_head.weight.data.zero_()
    load_model(other, path)
    assert other.lm_head.weight.equal(model.lm_head.weight)
