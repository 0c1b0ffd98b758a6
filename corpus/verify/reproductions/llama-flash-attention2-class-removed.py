"""One attention class is left; the kernel is chosen by name."""

import tiny
from transformers.models.llama import modeling_llama

SILENT = True


def breaks():
    assert not hasattr(modeling_llama, "LlamaFlashAttention2") and not hasattr(modeling_llama, "LlamaSdpaAttention")


def fixed():
    model = tiny.model(attn_implementation="eager")
    assert type(model.model.layers[0].self_attn) is modeling_llama.LlamaAttention
