"""A decoder layer of Llama called by hand, without the rotary embeddings."""

import tiny
import torch
import transformers
from packaging.version import Version


def _parts():
    model = tiny.model().model
    hidden = model.embed_tokens(torch.tensor([[5, 6, 7]]))
    return model, hidden, torch.arange(3)[None]


def breaks():
    model, hidden, positions = _parts()
    with torch.no_grad():
        model.layers[0](hidden, position_ids=positions)


def fixed():
    model, hidden, positions = _parts()
    more = {"position_ids": positions}
    if Version(transformers.__version__) >= Version("4.46"):
        more["position_embeddings"] = model.rotary_emb(hidden, positions)
    with torch.no_grad():
        out = model.layers[0](hidden, **more)
    out = out[0] if isinstance(out, tuple) else out
    assert out.shape == hidden.shape
